using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FusedOptim.Training.Data;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class PcaWhiteningTests
{
    [Fact]
    public void FindsTheComponentsOfPointsOnAnEllipse()
    {
        // Variance 18 along (0.6, 0.8), 2 along (0.8, −0.6), about (1, 2).
        var training = new Dataset(
            [1 + 3.6f, 2 + 4.8f, 1 - 3.6f, 2 - 4.8f, 1 + 1.6f, 2 - 1.2f, 1 - 1.6f, 2 + 1.2f], [0, 0, 0, 0]);
        var whitening = PcaWhitening.Fit(training, components: 2, epsilon: 0);
        AssertClose([1, 2], whitening.Means);
        AssertClose([18, 2], whitening.Variances);
        AssertClose([0.6, 0.8, 0.8, -0.6], whitening.Components);
        // 6 / √18 and 2 / √2.
        var white = whitening.Apply(training).Features.ToArray();
        float[] expected = [1.4142135f, 0, -1.4142135f, 0, 0, 1.4142135f, 0, -1.4142135f];
        Assert.All(expected.Zip(white), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void EpsilonIsAddedToTheVariances()
    {
        var whitening = PcaWhitening.Fit(new Dataset([3, -3], [0, 0]), components: 1, epsilon: 7);
        Assert.Equal(0.75f, whitening.Apply(new Dataset([3], [0])).Features[0]);
    }

    [Fact]
    public void WhitenedTrainingDataDoNotCorrelateAndVaryByOne()
    {
        var training = Correlated(rows: 3000, features: 40);
        var white = PcaWhitening.Fit(training, components: 40, epsilon: 0).Apply(training);
        for (var i = 0; i < 40; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var covariance = Enumerable.Range(0, 3000)
                    .Average(row => (double)white.GetRow(row)[i] * white.GetRow(row)[j]);
                Assert.Equal(i == j ? 1 : 0, covariance, 1e-5);
            }
        }
    }

    [Fact]
    public void ComponentsAreOrthonormalAndTheirGreatestEntryPositive()
    {
        const int Size = 40;
        var components = PcaWhitening.Fit(Correlated(rows: 500, Size)).Components.ToArray();
        for (var i = 0; i < Size; i++)
        {
            double[] row = components[(i * Size)..((i + 1) * Size)];
            Assert.True(row.MaxBy(Math.Abs) > 0);
            for (var j = 0; j <= i; j++)
            {
                var product = row.Zip(components[(j * Size)..((j + 1) * Size)], (x, y) => x * y).Sum();
                Assert.Equal(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(0.8999, 1)]
    [InlineData(0.9001, 2)]
    [InlineData(1, 2)]
    public void KeepsTheFewestComponentsOfAShareOfTheVariance(double share, int expected)
    {
        // Variances 9/2 and 1/2, and a feature that is constant.
        var training = new Dataset([3, 0, 7, -3, 0, 7, 0, 1, 7, 0, -1, 7], [0, 0, 0, 0]);
        Assert.Equal(expected, PcaWhitening.FitVarianceShare(training, share).OutputCount);
    }

    [Fact]
    public void DirectionsThatDoNotVaryAreNoComponents()
    {
        // The second feature is constant, the third the double of the first.
        var training = new Dataset([1, 0.1f, 2, 2, 0.1f, 4, 7, 0.1f, 14], [0, 0, 0]);
        var whitening = PcaWhitening.Fit(training, components: 1, epsilon: 0);
        Assert.Equal(1, PcaWhitening.Fit(training).OutputCount);
        Assert.All(whitening.Apply(training).Features.ToArray(), value => Assert.InRange(value, -2, 2));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => PcaWhitening.Fit(training, components: 2));
        Assert.StartsWith(
            "components is 2; it must be at most 1, the number of directions in which the data vary.", error.Message);
        var constant = new Dataset([1, 2, 1, 2], [0, 0]);
        Assert.StartsWith(
            "No feature varies in the training data",
            Assert.Throws<ArgumentException>(() => PcaWhitening.Fit(constant)).Message);
    }

    [Fact]
    public void BlocksOfRowsGiveTheBitsOfSingleExamples()
    {
        var training = Correlated(rows: 2100, features: 30);
        var whitening = PcaWhitening.Fit(training, components: 11);
        var white = whitening.Apply(training);
        var one = new float[11];
        for (var row = 0; row < training.Count; row++)
        {
            whitening.Apply(training.GetRow(row), one);
            Assert.Equal(one, white.GetRow(row).ToArray());
        }
    }

    [Fact]
    public void ASingleExampleAllocatesNothing()
    {
        var training = Correlated(rows: 100, features: 30);
        var whitening = PcaWhitening.Fit(training, components: 11);
        var target = new float[11];
        whitening.Apply(training.GetRow(0), target);
        Assert.Equal(0, AllocatedBytes.Of(() => whitening.Apply(training.GetRow(1), target)));
    }

    // Recorded once; any instruction set, number of threads or machine must give them.
    [Fact]
    public void GivesTheSameBitsOnEveryMachine()
    {
        var training = Correlated(rows: 300, features: 20);
        var whitening = PcaWhitening.Fit(training, components: 7);
        Assert.Equal("ed1d1744f1d39ec1", Digest(whitening.Components)[..16]);
        Assert.Equal("bd2b4e14a44d38f7", Digest(whitening.Apply(training).Features)[..16]);

        static string Digest<T>(ReadOnlySpan<T> values)
            where T : unmanaged =>
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void RefusesNumbersOfComponentsThatAreNone(int components) => Assert.Throws<ArgumentOutOfRangeException>(
        () => PcaWhitening.Fit(new Dataset([1, 2], [0, 0]), components));

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void RefusesSharesThatAreNone(double share) => Assert.Throws<ArgumentOutOfRangeException>(
        () => PcaWhitening.FitVarianceShare(new Dataset([1, 2], [0, 0]), share));

    /// <summary>Features that are random mixtures of random numbers, about means that differ.</summary>
    private static Dataset Correlated(int rows, int features)
    {
        var random = new RandomStream(5, 1);
        var mixture = new RandomStream(5, 2);
        var values = new float[rows * features];
        for (var row = 0; row < rows; row++)
        {
            for (var j = 0; j < features; j++)
            {
                var sum = (double)j;
                for (var k = 0; k < features; k++)
                    sum += mixture.GetNormal(j * features + k) * random.GetNormal(row * features + k);
                values[row * features + j] = (float)sum;
            }
        }

        return new Dataset(values, new int[rows]);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6);
    }
}
