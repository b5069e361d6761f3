using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

/// <summary>Layer, weight and local response normalization against their formulas.</summary>
public class NormalizationTests
{
    [Fact]
    public void LayerNormNormalizesEachPosition()
    {
        using var network = new Sequential(new Input(2, 3), new LayerNorm(3, epsilon: 0.25)).Build<double>(seed: 1);
        network.Parameters["layernorm1.weight"].CopyFrom([1, 2, 3]);
        network.Parameters["layernorm1.bias"].CopyFrom([0.5, 0, -1]);
        // Mean 2 and variance 2/3; mean 0 and variance 14/3.
        double[] inputs = [1, 2, 3, -1, -2, 3];
        var (near, far) = (Math.Sqrt(2.0 / 3 + 0.25), Math.Sqrt(14.0 / 3 + 0.25));
        double[] expected = [-1 / near + 0.5, 0, 3 / near - 1, -1 / far + 0.5, -4 / far, 9 / far - 1];
        foreach (var outputs in (double[][])[network.Forward(inputs).ToArray(), network.Predict(inputs).ToArray()])
        {
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], outputs[i], 1e-14);
        }

        Assert.Empty(network.Parameters.Buffers);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(epsilon: double.NaN));
    }

    [Fact]
    public void WeightNormStartsAsItsDenseLayer()
    {
        var dense = new Dense(23, 9, Initializer.XavierNormal, new Constant(0.5));
        using var plain = new Sequential(dense).Build<double>(seed: 4);
        using var normalized = new Sequential(new WeightNorm(dense)).Build<double>(seed: 4);
        double[] inputs = [.. Enumerable.Range(0, 46).Select(i => Math.Cos(i))];
        var expected = plain.Forward(inputs);
        var actual = normalized.Forward(inputs);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-14);
        Assert.Equal(
            ["weightnorm1.weight_v [9, 23]", "weightnorm1.weight_g [9, 1]", "weightnorm1.bias [9]"],
            normalized.Parameters.Select(parameter => $"{parameter.Name} {parameter.Shape}"));
    }

    [Fact]
    public void WeightNormHasLengthAndDirectionApart()
    {
        using var network = new Sequential(new WeightNorm(new Dense(2, 2))).Build<double>(seed: 1);
        network.Parameters["weightnorm1.weight_v"].CopyFrom([3, 4, 0, 0]);
        network.Parameters["weightnorm1.weight_g"].CopyFrom([10, 7]);
        // 10·(3, 4)/5; and a row without a direction.
        Assert.Equal([6 + 80, 0], network.Forward([1, 10]).ToArray());
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.Equal([43.0 / 5, 0], network.Parameters["weightnorm1.weight_g"].Gradients.ToArray());
        Assert.Equal([0, 0], network.Parameters["weightnorm1.weight_v"].Gradients[2..].ToArray());
    }

    [Theory]
    [InlineData(3, 1, 1, 0.6)]
    [InlineData(4, 2, 1, 0.6)]
    [InlineData(1, 0, 0, 0.75)]
    [InlineData(11, 5, 5, 0.75)]
    public void LocalResponseNormDividesByItsNeighbours(int size, int before, int after, double beta)
    {
        var (alpha, k) = (0.3, 2.0);
        using var network = new Sequential(new Input(2, 5), new LocalResponseNorm(size, alpha, beta, k))
            .Build<double>(seed: 1);
        double[] inputs = [.. Enumerable.Range(1, 10).Select(i => 3 * Math.Sin(i))];
        var outputs = network.Forward(inputs);
        for (var i = 0; i < inputs.Length; i++)
        {
            var squares = 0.0;
            for (var j = i - before; j <= i + after; j++)
                squares += j >= 0 && j < 10 && j / 5 == i / 5 ? inputs[j] * inputs[j] : 0;
            Assert.Equal(inputs[i] * Math.Pow(k + alpha / size * squares, -beta), outputs[i], 1e-14);
        }
    }

    [Fact]
    public void LocalResponseNormRefusesWhatIsOutOfRange()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LocalResponseNorm(0));
        Assert.StartsWith("size is 0; it must be at least 1.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new LocalResponseNorm(alpha: -1));
        Assert.StartsWith("alpha is -1; it must be greater than 0 and finite.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalResponseNorm(beta: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalResponseNorm(k: double.NaN));
    }
}
