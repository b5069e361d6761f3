using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

public class BatchNormTests
{
    // Two features of three examples: means 2 and −1, variances (biased) 2/3 and 6.
    private static readonly double[] Inputs = [1, 2, 2, -4, 3, -1];

    [Fact]
    public void NormalizesByTheStatisticsOfTheBatch()
    {
        using var network = new Sequential(new BatchNorm(2, epsilon: 0.5)).Build<double>(seed: 1);
        network.Parameters["batchnorm1.weight"].CopyFrom([10, 2]);
        network.Parameters["batchnorm1.bias"].CopyFrom([5, 0]);
        var outputs = network.Forward(Inputs);
        double[] expected = [-1, 3, 0, -3, 1, 0];
        for (var i = 0; i < expected.Length; i++)
        {
            var normalized = expected[i] / Math.Sqrt((i % 2 == 0 ? 2.0 / 3 : 6) + 0.5);
            Assert.Equal(i % 2 == 0 ? 10 * normalized + 5 : 2 * normalized, outputs[i], 1e-14);
        }
    }

    [Fact]
    public void KeepsRunningStatisticsWithTheUnbiasedVariance()
    {
        using var network = new Sequential(new BatchNorm(2, momentum: 0.25)).Build<double>(seed: 1);
        _ = network.Forward(Inputs);
        Assert.Equal([0.25 * 2, 0.25 * -1], network.Parameters["batchnorm1.running_mean"].Values.ToArray());
        Assert.Equal([0.75 + 0.25 * 1, 0.75 + 0.25 * 9], network.Parameters["batchnorm1.running_var"].Values.ToArray());
        Assert.Equal(["batchnorm1.running_mean", "batchnorm1.running_var"], network.Parameters.Buffers.Select(b => b.Name));
    }

    [Fact]
    public void PredictsWithTheRunningStatistics()
    {
        using var network = new Sequential(new BatchNorm(2, epsilon: 1)).Build<double>(seed: 1);
        network.Parameters["batchnorm1.running_mean"].CopyFrom([1, -2]);
        network.Parameters["batchnorm1.running_var"].CopyFrom([3, 8]);
        var before = network.ComputeDigest();
        // One example is enough, and an example's outputs depend on it alone.
        Assert.Equal([2 / 2.0, 6 / 3.0], network.Predict([3, 4]).ToArray());
        Assert.Equal([2 / 2.0, 6 / 3.0, 4 / 2.0, 0], network.Predict([3, 4, 5, -2]).ToArray());
        Assert.Equal(before, network.ComputeDigest());
    }

    [Fact]
    public void StatisticsSpanPositions()
    {
        using var positions = new Sequential(new Input(3, 2), new BatchNorm()).Build<double>(seed: 1);
        using var examples = new Sequential(new BatchNorm(2)).Build<double>(seed: 1);
        Assert.Equal(examples.Forward(Inputs), positions.Forward(Inputs));
    }

    [Fact]
    public void KeepsTheMeanOfFarValues()
    {
        // The variance of values near 10⁴ in single precision: not lost to cancellation.
        float[] inputs = [.. Enumerable.Range(0, 1000).Select(i => 10_000 + i % 2)];
        using var network = new Sequential(new BatchNorm(1, epsilon: 1e-12)).Build(seed: 1);
        Assert.All(network.Forward(inputs).ToArray(), y => Assert.Equal(1, Math.Abs(y), 1e-6));
    }

    [Fact]
    public void RefusesToLearnFromOneValue()
    {
        using var network = new Sequential(new Dense(3, 2), new BatchNorm()).Build(seed: 1);
        var before = network.ComputeDigest();
        var error = Assert.Throws<ArgumentException>(() => network.Forward([1, 2, 3]).Length);
        Assert.StartsWith("'batchnorm1' learns from batches of at least 2 examples; inputs has 1.", error.Message);
        Assert.Contains("Choose a batch size that leaves no smaller batch", error.Message);
        Assert.Equal(before, network.ComputeDigest());
        Assert.Equal(2, network.Predict([1, 2, 3]).Length);
    }

    [Fact]
    public void ScalesAreOfTheKindThatIsNotDecayed()
    {
        using var network = new Sequential(new Input(2), new BatchNorm(), new LayerNorm()).Build(seed: 1);
        Assert.Equal(
            [ParameterKind.Scale, ParameterKind.Bias, ParameterKind.Scale, ParameterKind.Bias],
            network.Parameters.Select(parameter => parameter.Kind));
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm(0));
        Assert.StartsWith("features is 0; it must be at least 1.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm(momentum: 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm(momentum: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm(epsilon: 0));
        Assert.Throws<ArgumentException>(() => new Sequential(new Dense(3, 2), new BatchNorm(3)));
    }
}
