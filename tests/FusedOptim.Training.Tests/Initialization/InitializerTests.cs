using FusedOptim.Training.Initialization;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class InitializerTests
{
    private const int FanIn = 30;
    private const int FanOut = 50;

    public static TheoryData<Initializer, double, double> Variances => new()
    {
        { Initializer.HeNormal, 2.0 / FanIn, double.PositiveInfinity },
        { Initializer.HeUniform, 2.0 / FanIn, Math.Sqrt(6.0 / FanIn) },
        { Initializer.XavierNormal, 2.0 / (FanIn + FanOut), double.PositiveInfinity },
        { Initializer.XavierUniform, 2.0 / (FanIn + FanOut), Math.Sqrt(6.0 / (FanIn + FanOut)) },
        { Initializer.XavierLogisticNormal, 16 * 2.0 / (FanIn + FanOut), double.PositiveInfinity },
        { Initializer.XavierLogisticUniform, 16 * 2.0 / (FanIn + FanOut), 4 * Math.Sqrt(6.0 / (FanIn + FanOut)) },
        // The harmonic mean of 1 / fan-in and 1 / fan-out.
        { Initializer.HarmonicMean, 2 / ((double)FanIn + FanOut), double.PositiveInfinity },
        { Initializer.StandardNormal, 1.0 / FanIn, double.PositiveInfinity },
        { Initializer.StandardUniform, 1.0 / (3 * FanIn), 1 / Math.Sqrt(FanIn) },
        { new Xavier(RandomDistribution.Normal, 0.5), 0.25 * 2.0 / (FanIn + FanOut), double.PositiveInfinity },
        { new Gaussian(0, 0.01), 1e-4, double.PositiveInfinity },
        { new Uniform(-3, 3), 3, 3 },
    };

    [Theory]
    [MemberData(nameof(Variances))]
    public void HasItsVarianceAndBound(Initializer initializer, double variance, double bound)
    {
        var values = new double[100_000];
        initializer.Fill<double>(values, FanIn, FanOut, new RandomStream(4, 4));
        Assert.Equal(0, values.Average(), 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, values.Average(value => value * value), 5 * variance * Math.Sqrt(2.0 / values.Length));
        Assert.True(values.Max(Math.Abs) < bound);
        // A uniform distribution comes close to its bound.
        if (double.IsFinite(bound))
            Assert.True(values.Max(Math.Abs) > 0.999 * bound);
    }

    [Fact]
    public void AConstantIsTheSameEverywhere()
    {
        var values = new float[5];
        new Constant(0.1).Fill<float>(values, 1, 1, default);
        Assert.All(values, value => Assert.Equal(0.1f, value));
        Initializer.Zeros.Fill<float>(values, 1, 1, default);
        Assert.All(values, value => Assert.Equal(0, value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Constant(double.NaN));
    }

    [Fact]
    public void MeansAndBoundsNeedNotBeAroundZero()
    {
        var values = new double[100_000];
        new Gaussian(7, 2).Fill<double>(values, 1, 1, new RandomStream(4, 5));
        Assert.Equal(7, values.Average(), 5 * 2 / Math.Sqrt(values.Length));
        Assert.Equal(4, values.Average(value => (value - 7) * (value - 7)), 5 * 4 * Math.Sqrt(2.0 / values.Length));
        new Uniform(2, 5).Fill<double>(values, 1, 1, new RandomStream(4, 6));
        Assert.Equal(3.5, values.Average(), 5 * 3 / Math.Sqrt(12.0 * values.Length));
        Assert.InRange(values.Min(), 2, 2.001);
        Assert.InRange(values.Max(), 4.999, 5);
    }

    [Fact]
    public void RefusesWhatIsOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gaussian(double.NaN, 1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Gaussian(0, 0));
        Assert.StartsWith("standardDeviation is 0; it must be greater than 0 and finite.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => new Uniform(2, 1));
        Assert.StartsWith("to is 1; it must be above from, which is 2.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Uniform(double.NegativeInfinity, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Xavier(RandomDistribution.Normal, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Orthogonal(double.PositiveInfinity));
    }
}
