using FusedOptim.Rules;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>Batches that leave out the last one, the fewest examples of a layer, and training data that are evaluated.</summary>
[Trait("Members", "New")]
public class TrainerBatchTests
{
    private static readonly Sequential Normalized = new(new Dense(2, 4), new BatchNorm(), new Relu(), new Dense(4, 3));

    [Fact]
    public void ARefusedBatchSizeSaysWhatToDo()
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        AssertRefused(
            "'batchnorm1' learns from batches of at least 2 examples. The last batch of epoch 1 would have 1, because there are 33 " +
            "examples and the batch size is 32. Choose another batch size, or set DropLast to leave out the last batch.", 33, 32);
        AssertRefused(
            "'batchnorm1' learns from batches of at least 2 examples. Each batch of epoch 1 would have 1, because there are 33 " +
            "examples and the batch size is 1. Choose a larger batch size.", 33, 1);
        AssertRefused(
            "'batchnorm1' learns from batches of at least 2 examples. Each batch of epoch 1 would have 1, because there are 1 " +
            "examples and the batch size is 1. Give more examples.", 1, 32);
        trainer.BatchGrowth = new BatchGrowth(factor: 2, epochs: 3, maximum: 8);
        AssertRefused(
            "'batchnorm1' learns from batches of at least 2 examples. The last batch of epoch 4 would have 1, because there are 25 " +
            "examples and the batch size is 8.", 25, 5);
        Assert.Equal(3, trainer.Fit(ToyProblem.Spirals(25, seed: 1), epochs: 3, batchSize: 5).Epochs.Count);
        trainer.DropLast = true;
        Assert.Equal(4, trainer.Fit(ToyProblem.Spirals(25, seed: 1), epochs: 4, batchSize: 5).Epochs.Count);
        Assert.Equal(3 * 5 + 4 * 3, trainer.Optimizer.StepCount);

        void AssertRefused(string message, int count, int batchSize) => Assert.StartsWith(
            message, Assert.Throws<ArgumentException>(
                () => trainer.Fit(ToyProblem.Spirals(count, seed: 1), epochs: int.MaxValue, batchSize: batchSize)).Message);
    }

    [Theory]
    [InlineData(33, 32, 1)]
    [InlineData(64, 32, 2)]
    [InlineData(20, 32, 1)]
    [InlineData(95, 32, 2)]
    public void TheLastBatchIsLeftOutWhereItIsSmaller(int count, int batchSize, int expected)
    {
        var data = ToyProblem.Spirals(count, seed: 1);
        Assert.Equal(expected, data.GetBatchCount(batchSize, dropLast: true));
        var batches = data.GetBatches(batchSize, seed: 1, dropLast: true);
        Assert.Equal(expected, batches.Count);
        var sizes = new List<int>();
        foreach (var batch in batches.GetEpoch(1))
            sizes.Add(batch.Count);
        Assert.Equal(Enumerable.Repeat(Math.Min(count, batchSize), expected), sizes);

        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.DropLast = true;
        trainer.Fit(data, epochs: 3, batchSize: batchSize);
        Assert.Equal(3 * expected, trainer.Optimizer.StepCount);
    }

    /// <summary>The batches that are not left out are those that there would have been.</summary>
    [Fact]
    public void LeavingOutTheLastBatchLeavesTheOthersAsTheyAre()
    {
        var data = ToyProblem.Spirals(33, seed: 1);
        var (all, some) = (new List<float[]>(), new List<float[]>());
        foreach (var batch in data.GetBatches(8, seed: 3).GetEpoch(2))
            all.Add(batch.Features.ToArray());
        foreach (var batch in data.GetBatches(8, seed: 3, dropLast: true).GetEpoch(2))
            some.Add(batch.Features.ToArray());
        Assert.Equal(all.Take(4), some);
    }

    [Fact]
    public void ALayerOfOnesOwnDeclaresTheFewestExamples()
    {
        var model = new Sequential(new Dense(2, 3), new Residual(new AtLeast(3)), new BatchNorm());
        using var network = model.Build(seed: 1);
        Assert.Equal(3, network.MinimumBatchSize);
        var error = Assert.Throws<ArgumentException>(() => network.Forward([1, 2, 3, 4]).Length);
        Assert.StartsWith("'residual1.least1' learns from batches of at least 3 examples; inputs has 2.", error.Message);
        Assert.Equal(0, network.ForwardCount);
        Assert.Equal(6, network.Predict([1, 2, 3, 4]).Length);

        using var trainer = Trainer.Create(model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        Assert.Throws<ArgumentException>(() => trainer.Fit(ToyProblem.Spirals(34, seed: 1), batchSize: 32));
        trainer.MicroBatchCount = 32;
        trainer.Fit(ToyProblem.Spirals(35, seed: 1), epochs: 1, batchSize: 32);
        Assert.Equal(2, trainer.Optimizer.StepCount);
    }

    [Fact]
    public void PositionsAreExamplesToBatchNorm()
    {
        using var positions = new Sequential(new Input(2, 3), new BatchNorm(), new Flatten(), new Dense(6, 2)).Build(seed: 1);
        Assert.Equal(1, positions.MinimumBatchSize);
        using var flat = new Sequential(new Input(2, 3), new Flatten(), new BatchNorm()).Build(seed: 1);
        Assert.Equal(2, flat.MinimumBatchSize);
        using var plain = ToyProblem.Model.Build(seed: 1);
        Assert.Equal(1, plain.MinimumBatchSize);
    }

    [Fact]
    public void RunningStatisticsOfPartsAreTheirMean()
    {
        // Without an order of the examples: two equal ones in each part of two.
        using var trainer = Trainer.Create(
            new Sequential(new BatchNorm(1, momentum: 0.5), new Dense(1, 1)), new Sgd(0.1), new SquaredLoss(), seed: 1);
        trainer.MicroBatchCount = 2;
        trainer.Fit(new Dataset([1, 2, 4, 9], new float[4], 4), epochs: 1, batchSize: 4);
        float[] features = [];
        foreach (var batch in new Dataset([1, 2, 4, 9], new float[4], 4).GetBatches(4, seed: 1).GetEpoch(1))
            features = batch.Features.ToArray();
        var (a, b) = (features[0] - features[1], features[2] - features[3]);
        Assert.Equal(0.5 * 4, trainer.Network.Parameters["batchnorm1.running_mean"].Values[0], 1e-6);
        // The unbiased variance of two values is half the square of their distance.
        Assert.Equal(
            0.5 + 0.5 * (a * a / 2 + b * b / 2) / 2, trainer.Network.Parameters["batchnorm1.running_var"].Values[0], 1e-5);
    }

    [Fact]
    public void TrainingDataAreEvaluatedAsValidationDataAre()
    {
        var training = ToyProblem.Spirals(150, seed: 1);
        var validation = ToyProblem.Spirals(60, seed: 2);
        var model = new Sequential(new Dense(2, 48), new BatchNorm(), new Relu(), new Dropout(0.5), new Dense(48, 3));
        var (whole, part, none) = (Fit(1), Fit(0.2), Fit(0));
        Assert.NotNull(whole.Report.Epochs[^1].TrainingEvaluation);
        Assert.Equal(whole.Evaluation, whole.Report.Epochs[^1].TrainingEvaluation);
        // Nothing of the example is dropped.
        Assert.True(whole.Evaluation.Loss < whole.Report.Epochs[^1].Training.Loss);
        Assert.Contains(", TrainingEvaluation = Evaluation", whole.Report.Epochs[0].ToString());
        Assert.Equal(0, part.Report.Epochs[0].TrainingEvaluation!.Value.Accuracy * 30 % 1, 1e-9);
        Assert.NotEqual(whole.Evaluation, part.Report.Epochs[^1].TrainingEvaluation);
        Assert.Null(none.Report.Epochs[^1].TrainingEvaluation);
        Assert.Equal(none.Digest, whole.Digest);
        Assert.Equal(none.Digest, part.Digest);

        (TrainingReport Report, Evaluation Evaluation, string Digest) Fit(double share)
        {
            using var trainer = Trainer.Create(model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 1);
            trainer.EvaluatedTrainingShare = share;
            trainer.Augmentation = new GaussianNoise(0.01);
            return (trainer.Fit(training, validation, epochs: 4), trainer.Evaluate(training), trainer.Network.ComputeDigest());
        }
    }

    [Fact]
    public void TheShareIsFromZeroToOne()
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        foreach (var share in (double[])[-0.1, 1.1, double.NaN])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => trainer.EvaluatedTrainingShare = share);
            Assert.StartsWith("EvaluatedTrainingShare is ", error.Message);
        }

        trainer.EvaluatedTrainingShare = 1e-9;
        Assert.NotNull(trainer.Fit(ToyProblem.Spirals(30, seed: 1), epochs: 1).Epochs[0].TrainingEvaluation);
    }

    [Fact]
    public void ARangeTestLeavesOutTheLastBatch() => Assert.Equal(
        10, new LearningRateRangeTest(1e-5, 1e-3, steps: 10).Run(
            Normalized, new Sgd(), new SoftmaxCrossEntropy(), ToyProblem.Spirals(33, seed: 1),
            (rule, value) => rule.LearningRate = value, seed: 0, dropLast: true).Points.Count);

    private sealed record AtLeast(int Count) : Layer
    {
        public override string Kind => "least";

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
        {
            builder.RequireBatch(Count);
            return new Relu().Build(builder);
        }
    }
}
