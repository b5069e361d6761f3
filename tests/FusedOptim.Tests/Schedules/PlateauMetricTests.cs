using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>Metrics below zero, and those that are not finite.</summary>
public class PlateauMetricTests
{
    [Fact]
    [Trait("Kind", "NotFinite")]
    public void ANegativeMetricThatGetsWorseIsNotTheBest()
    {
        var plateau = new ReduceOnPlateau(0.1, patience: 2);
        var values = new[] { -10, -9.9995, -9.999, -9.9985, -9.998 }.Select(metric =>
        {
            plateau.Update(metric);
            return plateau.Value;
        }).ToArray();

        Assert.Equal(-10, plateau.State.Best);
        Assert.Equal([0.1, 0.1, 0.1, 0.010000000000000002, 0.010000000000000002], values);
    }

    [Theory]
    [Trait("Kind", "NotFinite")]
    [InlineData(-10, -10.5, -10)]
    [InlineData(-10, -11.5, -11.5)]
    [InlineData(-10, 1, -10)]
    [InlineData(10, -1, -1)]
    [InlineData(0, -1, -1)]
    [InlineData(0, 0, 0)]
    [InlineData(10, 9.5, 10)]
    [InlineData(10, 10.5, 10)]
    [InlineData(10, 8.5, 8.5)]
    public void TheThresholdLeadsAwayFromTheBestOfEitherSign(double first, double second, double best)
    {
        var plateau = new ReduceOnPlateau(1, threshold: 0.1);
        plateau.Update(first);
        plateau.Update(second);
        Assert.Equal(best, plateau.State.Best);
    }

    [Fact]
    [Trait("Kind", "NotFinite")]
    public void AMetricThatIsNotFiniteIsNotTheBest()
    {
        foreach (var worse in new[] { double.NegativeInfinity, double.PositiveInfinity, double.NaN })
        {
            var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0);
            plateau.Update(3);
            Assert.True(plateau.Update(worse));
            Assert.Equal((3.0, 0.5), (plateau.State.Best, plateau.Value));
        }
    }

    [Theory]
    [Trait("Kind", "Documented")]
    [InlineData(0)]
    [InlineData(-1)]
    public void AWarmUpOfNoStepsIsRefusedWithWhatToUse(int steps)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(1, 10).WithWarmUp(steps));
        Assert.StartsWith(
            FormattableString.Invariant(
                $"steps is {steps}; it must be at least 1. For no warm-up, use the schedule without one."),
            error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cosine(1, 10).WithWarmUp(steps, initialFactor: 0.5));
    }
}
