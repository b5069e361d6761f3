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
    [InlineData(PlateauMode.Minimize, -10, -10.5, -10)]
    [InlineData(PlateauMode.Minimize, -10, -11.5, -11.5)]
    [InlineData(PlateauMode.Minimize, -10, 1, -10)]
    [InlineData(PlateauMode.Minimize, 10, -1, -1)]
    [InlineData(PlateauMode.Minimize, 0, -1, -1)]
    [InlineData(PlateauMode.Minimize, 0, 0, 0)]
    [InlineData(PlateauMode.Maximize, -10, -9.5, -10)]
    [InlineData(PlateauMode.Maximize, -10, -10.5, -10)]
    [InlineData(PlateauMode.Maximize, -10, -8.5, -8.5)]
    [InlineData(PlateauMode.Maximize, -10, 1, 1)]
    [InlineData(PlateauMode.Maximize, 0, 1, 1)]
    public void TheThresholdLeadsAwayFromTheBestOfEitherSign(PlateauMode mode, double first, double second, double best)
    {
        var plateau = new ReduceOnPlateau(1, mode, threshold: 0.1);
        plateau.Update(first);
        plateau.Update(second);
        Assert.Equal(best, plateau.State.Best);
    }

    [Theory]
    [Trait("Kind", "NotFinite")]
    [InlineData(PlateauMode.Minimize, double.NegativeInfinity)]
    [InlineData(PlateauMode.Maximize, double.PositiveInfinity)]
    public void AMetricThatIsNotFiniteIsNotTheBest(PlateauMode mode, double metric)
    {
        foreach (var worse in new[] { metric, -metric, double.NaN })
        {
            var plateau = new ReduceOnPlateau(1, mode, factor: 0.5, patience: 0);
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
