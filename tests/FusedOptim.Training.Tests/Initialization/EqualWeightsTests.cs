using FusedOptim.Rules;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class EqualWeightsTests
{
    private static readonly Initializer Same = new Constant(0.25);

    [Fact]
    public void ZerosInADeepNetworkAreWarnedOf()
    {
        using var network = new Sequential(
            new Dense(3, 4, Initializer.Zeros), new Tanh(), new Dense(4, 4, Same), new Tanh(),
            new Dense(4, 2, Initializer.Zeros)).Build(seed: 1);
        Assert.Equal(2, network.Warnings.Count);
        Assert.StartsWith("All weights of 'dense1.weight' start as 0, in front of other weights.", network.Warnings[0]);
        Assert.Contains("they stay equal", network.Warnings[0]);
        Assert.Contains("Start from random weights", network.Warnings[0]);
        Assert.StartsWith("All weights of 'dense2.weight' start as 0.25", network.Warnings[1]);
    }

    [Fact]
    public void TheWarningIsTrue()
    {
        // Units that start equal are equal after training, and the loss says so.
        Dataset data = new([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(2, 8, Same), new Tanh(), new Dense(8, 2, Same)), new Adam(LearningRate: 0.05),
            new SoftmaxCrossEntropy(), seed: 1);
        Assert.NotEmpty(trainer.Network.Warnings);
        trainer.Fit(data, epochs: 50, batchSize: 4);
        var weights = trainer.Network.Parameters["dense1.weight"].Values;
        for (var unit = 1; unit < 8; unit++)
            Assert.Equal(weights[..2], weights.Slice(2 * unit, 2));
    }

    [Fact]
    public void NothingElseIs()
    {
        Sequential[] models =
        [
            // One matrix of weights, the last one, one unit; and what a residual connection adds.
            new(new Dense(3, 4, Initializer.Zeros)),
            new(new Dense(3, 4), new Tanh(), new Dense(4, 2, Initializer.Zeros)),
            new(new Dense(3, 1, Initializer.Zeros), new Dense(1, 2)),
            new(new Residual(new Dense(3, 3), new Relu(), new Dense(3, 3, Initializer.Zeros)), new Dense(3, 2)),
            new(new Dense(3, 4, new Orthogonal()), new BatchNorm(), new Relu(), new Dense(4, 2)),
            new(new Input(3), new Relu()),
        ];
        foreach (var model in models)
        {
            using var network = model.Build<double>(seed: 1);
            Assert.Empty(network.Warnings);
        }
    }
}
