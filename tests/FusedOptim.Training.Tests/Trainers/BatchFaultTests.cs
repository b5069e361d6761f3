using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>Batches that batch normalization cannot learn from, and what batches leave in its running statistics.</summary>
[Trait("Kind", "Batches")]
public class BatchFaultTests
{
    private static readonly Sequential Normalized = new(new Dense(2, 4), new BatchNorm(), new Relu(), new Dense(4, 3));

    [Fact]
    public void ALastBatchOfOneIsRefusedBeforeAnythingChanges()
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        var before = trainer.Network.ComputeDigest();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(ToyProblem.Spirals(33, seed: 1), batchSize: 32));
            Assert.Equal(0, trainer.Optimizer.StepCount);
            Assert.Equal(0, trainer.Network.ForwardCount);
            Assert.Equal(before, trainer.Network.ComputeDigest());
        }
    }

    [Fact]
    public void ABatchOfOneInALaterEpochIsRefusedBeforeTheFirst()
    {
        // 25 examples: batches of 5, and then of 8, which leave one.
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.BatchGrowth = new BatchGrowth(factor: 2, epochs: 3, maximum: 8);
        Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(ToyProblem.Spirals(25, seed: 1), epochs: 5, batchSize: 5));
        Assert.Equal(0, trainer.Optimizer.StepCount);
    }

    [Fact]
    public void ARangeTestRefusesABatchOfOneBeforeItsFirstStep()
    {
        var steps = 0;
        Assert.ThrowsAny<ArgumentException>(() => new LearningRateRangeTest(steps: 10).Run(
            Normalized, new Sgd(), new SoftmaxCrossEntropy(), ToyProblem.Spirals(33, seed: 1), (_, _) => steps++, seed: 0));
        Assert.Equal(0, steps);
    }

    /// <summary>The first normalization could learn from the one example, and the second cannot.</summary>
    [Fact]
    public void APassThatALaterLayerCannotLearnFromMovesNoStatistics()
    {
        var model = new Sequential(new Input(2, 1), new BatchNorm(), new Flatten(), new Residual(new BatchNorm()));
        using var network = model.Build(seed: 1);
        var before = network.ComputeDigest();
        Assert.ThrowsAny<ArgumentException>(() => network.Forward([1, 5]).Length);
        Assert.Equal(before, network.ComputeDigest());
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(7, 7)]
    public void MicroBatchesLeaveNoPartThatBatchNormCannotLearnFrom(int batchSize, int parts)
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.MicroBatchCount = parts;
        Assert.Null(Record.Exception(() => trainer.Fit(ToyProblem.Spirals(2 * batchSize, seed: 1), epochs: 1, batchSize: batchSize)));
        Assert.Equal(2, trainer.Optimizer.StepCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void AStepMovesRunningStatisticsOnce(int parts)
    {
        // Every part has the mean 10 and, of 9 and 11 in turn, the same variance.
        float[] features = [.. Enumerable.Range(0, 16).Select(i => 9f + 2 * (i % 2))];
        using var trainer = Trainer.Create(
            new Sequential(new BatchNorm(1, momentum: 0.1), new Dense(1, 1)), new Sgd(0.1), new SquaredLoss(), seed: 1);
        trainer.MicroBatchCount = parts;
        trainer.Fit(new Dataset(features, new float[16], 16), epochs: 1, batchSize: 16);
        // The order of examples is random, and with it the means of parts; their mean is that of the batch.
        Assert.Equal(0.1 * 10, trainer.Network.Parameters["batchnorm1.running_mean"].Values[0], 1e-5);
    }

    [Fact]
    public void ASkippedStepLeavesRunningStatisticsAsTheyWere()
    {
        using var trainer = Trainer.Create(
            new Sequential(new Dense(4, 4), new BatchNorm(), new Dense(4, 2)), new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.SkipNonFinite = true;
        float[] features = [.. Enumerable.Range(0, 32).Select(i => i % 3 == 0 ? 3e38f : -3e38f)];
        trainer.Fit(new Dataset(features, [0, 1, 0, 1, 0, 1, 0, 1]), epochs: 1);
        Assert.Equal(1, trainer.Optimizer.SkippedStepCount);
        Assert.Equal([0f, 0, 0, 0], trainer.Network.Parameters["batchnorm1.running_mean"].Values.ToArray());
        Assert.Equal([1f, 1, 1, 1], trainer.Network.Parameters["batchnorm1.running_var"].Values.ToArray());
    }

    /// <summary>The statistics of the batch are finite here: only the scaled gradients are not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AStepThatALossScaleSkipsLeavesRunningStatisticsAsTheyWere(int parts)
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.LossScaler = new LossScaler(initialScale: float.MaxValue);
        trainer.MicroBatchCount = parts;
        // Outputs far apart, so that derivatives are large.
        trainer.Network.Parameters["dense2.weight"].Values.Fill(1e4f);
        trainer.Fit(ToyProblem.Spirals(30, seed: 1), epochs: 1, batchSize: 30);
        Assert.Equal(1, trainer.Optimizer.SkippedStepCount);
        Assert.Equal([0f, 0, 0, 0], trainer.Network.Parameters["batchnorm1.running_mean"].Values.ToArray());
    }

    [Fact]
    public void AnExceptionBeforeTheStepLeavesRunningStatisticsAsTheyWere()
    {
        using var trainer = Trainer.Create(Normalized, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        var before = trainer.Network.ComputeDigest();
        trainer.Schedule((_, _) => throw new FormatException());
        Assert.Throws<FormatException>(() => trainer.Fit(ToyProblem.Spirals(30, seed: 1)));
        Assert.Equal(before, trainer.Network.ComputeDigest());
        Assert.Equal(0, trainer.Network.ForwardCount);
    }

    [Fact]
    public void AGradientCheckThatIsRefusedLeavesTheNetworkAsItWas()
    {
        using var network = Normalized.Build<double>(seed: 1);
        var before = network.ComputeDigest();
        Assert.ThrowsAny<ArgumentException>(
            () => GradientCheck.Run(network, new SoftmaxCrossEntropy(), [1, 2, 3, 4], (int[])[0, 7]));
        Assert.Equal(before, network.ComputeDigest());
        Assert.Equal(0, network.ForwardCount);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void WhatIsNotFiniteNeverGetsIntoRunningStatistics(float value)
    {
        using var network = new Sequential(new BatchNorm(2, momentum: 1)).Build(seed: 1);
        _ = network.Forward([value, 1, 2, 3]);
        Assert.Equal([0, 2], network.Parameters["batchnorm1.running_mean"].Values.ToArray());
        Assert.Equal([1, 2], network.Parameters["batchnorm1.running_var"].Values.ToArray());
    }

    [Fact]
    public void AVarianceBeyondSinglePrecisionLeavesRunningStatisticsFinite()
    {
        using var network = new Sequential(new BatchNorm(1, momentum: 0.5)).Build(seed: 1);
        _ = network.Forward([3e20f, -3e20f]);
        Assert.Equal(float.MaxValue, network.Parameters["batchnorm1.running_var"].Values[0]);
    }
}
