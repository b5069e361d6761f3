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
}
