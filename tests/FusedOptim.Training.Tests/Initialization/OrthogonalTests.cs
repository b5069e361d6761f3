using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class OrthogonalTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    [InlineData(3, 40)]
    [InlineData(40, 3)]
    [InlineData(130, 130)]
    public void RowsOrColumnsAreOrthonormal(int outputs, int inputs)
    {
        const double gain = 1.5;
        var values = new double[outputs * inputs];
        new Orthogonal(gain).Fill<double>(values, inputs, outputs, new RandomStream(1, 2));
        var (count, length) = (Math.Min(outputs, inputs), Math.Max(outputs, inputs));
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var dot = 0.0;
                for (var k = 0; k < length; k++)
                    dot += Element(i, k) * Element(j, k);
                Assert.Equal(i == j ? gain * gain : 0, dot, 1e-14);
            }
        }

        double Element(int vector, int k) =>
            outputs <= inputs ? values[vector * inputs + k] : values[k * inputs + vector];
    }

    [Fact]
    public void IsDistributedUniformlyOverOrthogonalMatrices()
    {
        // Each entry of such a matrix is symmetric around 0 with variance 1/n, on the diagonal too: a QR decomposition
        // without care for signs would have them on one side.
        const int n = 4, matrices = 5000;
        var (positive, squares) = (new int[n * n], new double[n * n]);
        var values = new double[n * n];
        for (var matrix = 0; matrix < matrices; matrix++)
        {
            new Orthogonal().Fill<double>(values, n, n, new RandomStream(3, matrix));
            for (var i = 0; i < values.Length; i++)
            {
                positive[i] += values[i] > 0 ? 1 : 0;
                squares[i] += values[i] * values[i];
            }
        }

        // Five standard errors; the variance of a square is 2(n − 1) / (n²(n + 2)).
        Assert.All(positive, p => Assert.Equal(0.5, p / (double)matrices, 5 * 0.5 / Math.Sqrt(matrices)));
        var deviation = Math.Sqrt(2.0 * (n - 1) / (n * n * (n + 2)) / matrices);
        Assert.All(squares, square => Assert.Equal(1.0 / n, square / matrices, 5 * deviation));
    }

    [Fact]
    public void SinglePrecisionIsDoubleRounded()
    {
        var (single, twice) = (new float[60], new double[60]);
        new Orthogonal().Fill<float>(single, 10, 6, new RandomStream(1, 2));
        new Orthogonal().Fill<double>(twice, 10, 6, new RandomStream(1, 2));
        Assert.Equal(twice.Select(value => (float)value), single);
    }

    [Fact]
    public void RefusesWhatIsNoMatrix()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new Sequential(new Dense(3, 2, bias: new Orthogonal())).Build(seed: 1));
        Assert.StartsWith("An orthogonal matrix of 2 × 3 has 6 values; the parameter has 2.", error.Message);
    }
}
