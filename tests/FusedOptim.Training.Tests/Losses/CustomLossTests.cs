using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>A loss that a user writes weighs, ignores and gives probabilities as the shipped ones do.</summary>
public class CustomLossTests
{
    private static readonly Dataset Partial = MakePartial();

    [Fact]
    public void ACustomLossTrainsAsTheShippedOneThatItRepeats()
    {
        using var custom = Fit(new HalfCounting());
        using var shipped = Fit(new SoftmaxCrossEntropy(classWeights: [0.5, 1, 1], ignoredLabel: -1));
        Assert.Equal(shipped.Network.ComputeDigest(), custom.Network.ComputeDigest());
        Assert.Equal(shipped.Evaluate(Partial), custom.Evaluate(Partial));
        Assert.Equal(shipped.ComputeConfusionMatrix(Partial).Count, custom.ComputeConfusionMatrix(Partial).Count);
        Assert.Equal(shipped.PredictProbabilities(Partial), custom.PredictProbabilities(Partial));

        static Trainer Fit(Loss loss)
        {
            var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), loss, seed: 1);
            trainer.MicroBatchCount = 3;
            trainer.Fit(Partial, epochs: 2, batchSize: 16);
            return trainer;
        }
    }

    [Fact]
    public void ALossThatOverridesNothingCountsEveryExample()
    {
        Loss loss = new Plain();
        Assert.Equal(3, loss.GetWeight(Partial.Slice(0, 3)));
        Assert.Throws<NotSupportedException>(() => loss.ComputeProbabilities([1], new double[1]));
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), loss, seed: 1);
        var error = Assert.Throws<ArgumentException>(() => trainer.Fit(Partial));
        Assert.StartsWith("The data set ignores the label -1, and the loss does not.", error.Message);
    }

    private static Dataset MakePartial()
    {
        var spirals = ToyProblem.Spirals(48, seed: 1);
        int[] labels = [.. spirals.Labels];
        for (var row = 0; row < labels.Length; row += 5)
            labels[row] = -1;
        return new Dataset(spirals.Features.ToArray(), labels, 3, ignoredLabel: -1);
    }

    private sealed record HalfCounting : LabelLoss
    {
        private readonly SoftmaxCrossEntropy _inner = new(classWeights: [0.5, 1, 1], ignoredLabel: -1);

        public override double Evaluate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default) =>
            _inner.Evaluate(outputs, labels, outputGradients);

        public override double GetWeight(ReadOnlySpan<int> labels) => _inner.GetWeight(labels);

        public override bool Ignores(int label) => label < 0;

        public override void ComputeProbabilities(ReadOnlySpan<float> outputs, Span<double> probabilities) =>
            _inner.ComputeProbabilities(outputs, probabilities);
    }

    private sealed record Plain : LabelLoss
    {
        public override double Evaluate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default) =>
            new SoftmaxCrossEntropy().Evaluate(outputs, labels, outputGradients);
    }
}
