using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>L1 regularization of the trainer, beside that of a rule.</summary>
public class L1PenaltyTests
{
    private const double Coefficient = 0.01;

    private static readonly Dataset Training = ToyProblem.Spirals(100, seed: 1);

    [Fact]
    public void ARuleWithL1HasTheSameBits()
    {
        var noBiases = new Sequential(new Dense(2, 16), new Tanh(), new Dense(16, 3));
        using var byRule = Trainer.Create(
            noBiases, p => p.Kind == ParameterKind.Weight ? new SparseDescent(0.1) : null, new SoftmaxCrossEntropy(), seed: 1);
        using var byTrainer = Trainer.Create(
            noBiases, p => p.Kind == ParameterKind.Weight ? new Sgd(0.1) : null, new SoftmaxCrossEntropy(), seed: 1);
        using var without = Trainer.Create(
            noBiases, p => p.Kind == ParameterKind.Weight ? new Sgd(0.1) : null, new SoftmaxCrossEntropy(), seed: 1);
        byTrainer.L1Penalty = new L1Penalty(Coefficient);
        foreach (var trainer in new[] { byRule, byTrainer, without })
            trainer.Fit(Training, epochs: 30);
        Assert.Equal(byRule.Network.ComputeDigest(), byTrainer.Network.ComputeDigest());
        Assert.InRange(Size(byTrainer), 0, 0.9 * Size(without));

        static double Size(Trainer trainer) => new L1Penalty(1).Compute(trainer.Network.Parameters);
    }

    [Fact]
    public void ALossScaleScalesThePenaltyToo()
    {
        Assert.Equal(Digest(null), Digest(new LossScaler(1024)));

        static string Digest(LossScaler? scaler)
        {
            using var trainer = Create();
            trainer.LossScaler = scaler;
            trainer.L1Penalty = new L1Penalty(Coefficient);
            trainer.MicroBatchCount = 3;
            trainer.Fit(Training, epochs: 1);
            return trainer.Network.ComputeDigest();
        }
    }

    /// <summary>The derivative of λ·Σ|θ| by differences; biases and frozen parameters have none.</summary>
    [Fact]
    public void AddsTheSubgradientOfThePenalty()
    {
        using var network = new Sequential(new Dense(3, 2), new Dense(2, 2)).Build<double>(seed: 1);
        using var optimizer = Optimizer.Create(network.Parameters, p => p.Name == "dense2.weight" ? null : new Sgd());
        var penalty = new L1Penalty(0.25);
        var weight = network.Parameters["dense1.weight"];
        weight.Values[4] = 0;
        network.Parameters["dense1.bias"].Values.Fill(1);
        foreach (var parameter in network.Parameters)
            parameter.Gradients.Fill(0.5);
        penalty.AddTo(network.Parameters, gradientScale: 2);

        for (var i = 0; i < weight.Values.Length; i++)
        {
            var value = weight.Values[i];
            weight.Values[i] = value + 0.125;
            var above = penalty.Compute(network.Parameters);
            weight.Values[i] = value - 0.125;
            var slope = (above - penalty.Compute(network.Parameters)) / 0.25;
            weight.Values[i] = value;
            // Where 0 is not between the two.
            if (Math.Abs(value) is 0 or > 0.125)
                Assert.Equal(0.5 + 2 * slope, weight.Gradients[i], 1e-12);
        }

        Assert.All(network.Parameters["dense1.bias"].Gradients.ToArray(), gradient => Assert.Equal(0.5, gradient));
        Assert.Equal(0.25 * weight.Values.ToArray().Sum(Math.Abs), penalty.Compute(network.Parameters), 1e-15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void RefusesACoefficientThatIsNone(double coefficient) =>
        Assert.Throws<ArgumentOutOfRangeException>("coefficient", () => new L1Penalty(coefficient));

    private static Trainer Create() => Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
}

[UpdateRule, L1(0.01)]
internal sealed partial record SparseDescent(double LearningRate = 0.01)
{
    private static double Direction(double gradient) => gradient;
}
