using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>The value that falls on plateaus, against PyTorch's scheduler followed by hand.</summary>
public sealed class ReduceOnPlateauTests
{
    [Fact]
    public void ItFallsAfterOneMoreThanThePatience()
    {
        var plateau = new ReduceOnPlateau(1, patience: 2, factor: 0.5);
        Assert.Equal(1, plateau.Value);
        Assert.Equal([1, 1, 1, 0.5, 0.5, 0.5, 0.25], Values(plateau, 3, 3, 3, 3, 3, 3, 3));
        Assert.Equal(new PlateauState(0.25, 3, 0, 0), plateau.State);
    }

    [Fact]
    public void ABetterMetricStartsTheCountAnew()
    {
        var plateau = new ReduceOnPlateau(1, patience: 1, factor: 0.5);
        Assert.Equal([1, 1, 1, 1, 0.5], Values(plateau, 3, 3, 2, 2.5, 2));
    }

    [Fact]
    public void TheThresholdIsRelative()
    {
        var minimize = new ReduceOnPlateau(1, patience: 0, factor: 0.5, threshold: 0.1);
        Assert.Equal([1, 1, 0.5, 0.25], Values(minimize, 100, 89, 81, 80.2));
        Assert.Equal(89, minimize.State.Best);
        // The negatives of a metric of which more is better.
        var negative = new ReduceOnPlateau(1, patience: 0, factor: 0.5, threshold: 0.1);
        Assert.Equal([1, 1, 0.5, 0.25], Values(negative, -100, -111, -122, -110));
        Assert.Equal(-111, negative.State.Best);
    }

    [Fact]
    public void DuringTheCooldownBadMetricsDoNotCount()
    {
        var plateau = new ReduceOnPlateau(1, patience: 0, factor: 0.5, cooldown: 2);
        Assert.Equal([1, 0.5, 0.5, 0.5, 0.25, 0.25], Values(plateau, 3, 3, 3, 3, 3, 3));
        Assert.Equal(1, plateau.State.RemainingCooldown);
    }

    [Fact]
    public void ItStopsAtTheMinimumAndLeavesOutTheSmallest()
    {
        var plateau = new ReduceOnPlateau(1, patience: 0, factor: 0.5, minimum: 0.3);
        Assert.False(plateau.Update(1));
        Assert.True(plateau.Update(1));
        Assert.True(plateau.Update(1));
        Assert.Equal(0.3, plateau.Value);
        Assert.False(plateau.Update(1));
        var tiny = new ReduceOnPlateau(1e-8, patience: 0, factor: 0.5);
        Assert.Equal([1e-8, 1e-8, 1e-8], Values(tiny, 1, 1, 1));
    }

    [Fact]
    public void NaNIsNeverBetter()
    {
        var plateau = new ReduceOnPlateau(1, patience: 0, factor: 0.5);
        Assert.Equal([0.5, 0.5, 0.25], Values(plateau, double.NaN, 3, double.NaN));
        Assert.Equal(3, plateau.State.Best);
    }

    [Fact]
    public void ARestoredOneGoesOnAsTheOther()
    {
        double[] metrics = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2];
        for (var cut = 0; cut <= metrics.Length; cut++)
        {
            var whole = new ReduceOnPlateau(1, patience: 1, factor: 0.5, cooldown: 1);
            Values(whole, metrics[..cut]);
            var resumed = new ReduceOnPlateau(1, patience: 1, factor: 0.5, cooldown: 1);
            resumed.Restore(whole.State);
            Assert.Equal(Values(whole, metrics[cut..]), Values(resumed, metrics[cut..]));
            Assert.Equal(whole.State, resumed.State);
        }
    }

    [Fact]
    public void AStateOutOfRangeIsRefusedAndChangesNothing()
    {
        var plateau = new ReduceOnPlateau(1, patience: 2, cooldown: 3, minimum: 0.1);
        var before = plateau.State;
        foreach (var state in (PlateauState[])[
            before with { Value = 0.01 }, before with { Value = double.NaN }, before with { Best = double.NaN },
            before with { BadCount = 3 }, before with { BadCount = -1 }, before with { RemainingCooldown = 4 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => plateau.Restore(state));
            Assert.Equal(before, plateau.State);
        }
    }

    private static double[] Values(ReduceOnPlateau plateau, params double[] metrics) =>
        [.. metrics.Select(metric =>
        {
            var before = plateau.Value;
            Assert.Equal(plateau.Update(metric), plateau.Value != before);
            return plateau.Value;
        })];
}
