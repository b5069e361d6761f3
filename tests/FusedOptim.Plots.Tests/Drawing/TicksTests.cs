namespace FusedOptim.Training.Plots.Tests;

/// <summary>The numbers of axes.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, false, "0|0.2|0.4|0.6|0.8|1.0")]
    [InlineData(0, 100, 4, false, "0|50|100")]
    [InlineData(-1, 1, 4, false, "−1.0|−0.5|0|0.5|1.0")]
    [InlineData(0, 3, 10, true, "0|1|2|3")]
    [InlineData(0, 12_000, 3, true, "0|5,000|10,000")]
    [InlineData(0, 2e6, 2, true, "0|1×10⁶|2×10⁶")]
    [InlineData(0, 3e-5, 3, false, "0|1×10⁻⁵|2×10⁻⁵|3×10⁻⁵")]
    public void LinearTicksAreRound(double minimum, double maximum, int count, bool areWhole, string expected) =>
        Assert.Equal(expected, string.Join('|', Ticks.Linear(minimum, maximum, count, areWhole).Texts));

    [Theory]
    [InlineData(-2, 3, 10, "0.01|0.1|1|10|100|1,000")]
    [InlineData(-8, 0, 4, "10⁻⁸|10⁻⁶|10⁻⁴|0.01|1")]
    [InlineData(-1, 0.5, 10, "0.1|0.2|0.5|1|2")]
    [InlineData(0, 0.4, 10, "1|1.5|2")]
    [InlineData(5, 8, 10, "10⁵|10⁶|10⁷|10⁸")]
    public void LogarithmicTicksArePowersOrTheirParts(double minimum, double maximum, int count, string expected) =>
        Assert.Equal(expected, string.Join('|', Ticks.Logarithmic(minimum, maximum, count).Texts));

    [Theory]
    [InlineData(1e-300, 1e300)]
    [InlineData(-1e308, 1e308)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(1, 1.0000000000000002)]
    public void EveryRangeHasLimitsAndTicks(double least, double greatest)
    {
        foreach (var isLogarithmic in (bool[])[false, true])
        {
            var axis = new AxisScale("x") { IsLogarithmic = isLogarithmic };
            axis.Include(least);
            axis.Include(greatest);
            var (minimum, maximum) = axis.GetLimits();
            Assert.True(minimum < maximum, $"{minimum} to {maximum}");
            Assert.InRange(axis.GetTicks(8).Places.Length, 1, 25);
        }
    }
}
