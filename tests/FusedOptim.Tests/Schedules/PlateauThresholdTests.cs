using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>The absolute threshold, against PyTorch's threshold_mode="abs" followed by hand.</summary>
public sealed class PlateauThresholdTests
{
    [Fact]
    public void LessIsBetterBelowTheBestMinusTheThreshold()
    {
        // PyTorch: a < best - 0.5. Best: 10, 10, 10, 9.25, 9.25, 8.5, -1, -1, -1.75, -1.75, -1.75.
        var plateau = new ReduceOnPlateau(
            1, patience: 1, factor: 0.5, threshold: 0.5, thresholdKind: PlateauThreshold.Absolute);
        Assert.Equal(
            [1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25],
            Values(plateau, 10, 9.75, 9.5, 9.25, 9, 8.5, -1, -1.5, -1.75, -2, -2.25));
        Assert.Equal(new PlateauState(0.25, -1.75, 0, 0), plateau.State);
    }

    [Fact]
    public void TheNegativeOfAMetricIsBetterAboveTheBestPlusTheThreshold()
    {
        // PyTorch with mode="max": a > best + 0.25. Best: -1, -1, -0.5, -0.5, 0, 0, 0.5, 0.5, 0.5.
        var plateau = new ReduceOnPlateau(
            1, patience: 0, factor: 0.5, threshold: 0.25, thresholdKind: PlateauThreshold.Absolute);
        Assert.Equal(
            [1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.03125],
            Values(plateau, 1, 0.75, 0.5, 0.25, 0, -0.25, -0.5, -0.75, double.NaN));
        Assert.Equal(-0.5, plateau.State.Best);
    }

    [Fact]
    public void AnAbsoluteThresholdMayBeLarge()
    {
        var plateau = new ReduceOnPlateau(
            1, patience: 0, factor: 0.5, threshold: 100, thresholdKind: PlateauThreshold.Absolute);
        Assert.Equal([1, 0.5, 0.5], Values(plateau, 1000, 900, 899));
        Assert.Equal((100, PlateauThreshold.Absolute), (plateau.Threshold, plateau.ThresholdKind));
    }

    [Fact]
    public void TheValueIsThatOfEveryStep()
    {
        ISchedule plateau = new ReduceOnPlateau(0.5);
        Assert.Equal((0.5, 0.5), (plateau.At(1), plateau.At(int.MaxValue)));
        Assert.Throws<ArgumentOutOfRangeException>(() => plateau.At(0));
    }

    private static double[] Values(ReduceOnPlateau plateau, params double[] metrics) =>
        [.. metrics.Select(metric =>
        {
            plateau.Update(metric);
            return plateau.Value;
        })];
}
