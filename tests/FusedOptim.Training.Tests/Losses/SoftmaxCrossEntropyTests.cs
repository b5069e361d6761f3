using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class SoftmaxCrossEntropyTests
{
    [Fact]
    public void IsTheMeanOfTheNegativeLogarithms()
    {
        double[] outputs = [1, 2, 3, 0, 0, 0];
        var softmax = Math.Exp(3) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(3));
        var loss = new SoftmaxCrossEntropy().Evaluate<double>(outputs, [2, 0]);
        Assert.Equal((-Math.Log(softmax) + Math.Log(3)) / 2, loss, 1e-15);
    }

    [Fact]
    public void SmoothsLabels()
    {
        // Targets 0.9 + 0.05, 0.05.
        double[] outputs = [1, -1];
        var (p, q) = (1 / (1 + Math.Exp(-2)), 1 / (1 + Math.Exp(2)));
        var gradients = new double[2];
        var loss = new SoftmaxCrossEntropy(0.1).Evaluate(outputs, [0], gradients);
        Assert.Equal(-0.95 * Math.Log(p) - 0.05 * Math.Log(q), loss, 1e-15);
        Assert.Equal(p - 0.95, gradients[0], 1e-15);
        Assert.Equal(q - 0.05, gradients[1], 1e-15);
    }

    [Theory]
    [InlineData(1000f)]
    [InlineData(float.MaxValue)]
    public void StaysFiniteWhereExponentialsOverflow(float large)
    {
        var gradients = new float[3];
        var loss = new SoftmaxCrossEntropy().Evaluate<float>([large, 0, -large], [0], gradients);
        Assert.Equal(0, loss);
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void IgnoresImpossibleClassesThatAreNotTheLabel()
    {
        var gradients = new float[3];
        var loss = new SoftmaxCrossEntropy().Evaluate<float>([0, 0, float.NegativeInfinity], [0], gradients);
        Assert.Equal(Math.Log(2), loss, 1e-15);
        Assert.Equal([-0.5f, 0.5f, 0], gradients);
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        var loss = new SoftmaxCrossEntropy();
        float[] outputs = [1, 2, 3, 4];
        var gradients = new float[4];
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>(outputs, ReadOnlySpan<int>.Empty, gradients));
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>(outputs, [0, 1, 1], gradients));
        Assert.Throws<ArgumentException>(() => loss.Evaluate<float>(outputs, [0, 1], new float[3]));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => loss.Evaluate<float>(outputs, [0, 2], gradients));
        Assert.StartsWith("Label 1 is 2; it must be from 0 to 1.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.Evaluate<float>(outputs, [-1, 0], gradients));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void RefusesASmoothingOutOfRange(double smoothing)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(smoothing));
        Assert.Contains("must be at least 0 and below 1", error.Message);
    }

    /// <summary>Outputs are read after the first derivative is written.</summary>
    [Fact]
    public void RefusesDerivativesInTheMemoryOfTheOutputs()
    {
        double[] memory = [1, 2, 3, 4, 5, 6, 7];
        var before = memory.ToArray();
        var error = Assert.Throws<ArgumentException>(
            () => new SoftmaxCrossEntropy().Evaluate<double>(memory.AsSpan(0, 6), new[] { 0, 1 }, memory.AsSpan(0, 6)));
        Assert.StartsWith("outputGradients shares memory with outputs", error.Message);
        Assert.Throws<ArgumentException>(
            () => new SoftmaxCrossEntropy().Evaluate<double>(memory.AsSpan(0, 6), new[] { 0, 1 }, memory.AsSpan(1, 6)));
        Assert.Equal(before, memory);
    }
}
