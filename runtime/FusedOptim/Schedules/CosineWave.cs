namespace FusedOptim.Schedules;

/// <summary>The falling half of a cosine, the same bits on every machine (the C library's cosine is not).</summary>
internal static class CosineWave
{
    /// <summary>
    /// (1 + cos(π·x))/2, exactly 1 at x = 0 and 0 at x = 1. It is cos²(π·x/2), which is 1 − sin²(π·x/2) in the first half
    /// and sin²(π·(1 − x)/2) in the second, so that the sine is of an angle up to π/4, and nothing cancels near 0.
    /// </summary>
    /// <param name="progress">x, from 0 to 1.</param>
    public static double FallAt(double progress) =>
        progress <= 0.5 ? 1 - SquaredSine(progress) : SquaredSine(1 - progress);

    // sin²(π·x/2) for x up to 1/2, by the Taylor series, whose next term is below 2⁻⁶² of the sum.
    private static double SquaredSine(double x)
    {
        var angle = Math.PI / 2 * x;
        var square = angle * angle;
        var series = 1.0 / 355_687_428_096_000;
        series = Math.FusedMultiplyAdd(series, square, -1.0 / 1_307_674_368_000);
        series = Math.FusedMultiplyAdd(series, square, 1.0 / 6_227_020_800);
        series = Math.FusedMultiplyAdd(series, square, -1.0 / 39_916_800);
        series = Math.FusedMultiplyAdd(series, square, 1.0 / 362_880);
        series = Math.FusedMultiplyAdd(series, square, -1.0 / 5_040);
        series = Math.FusedMultiplyAdd(series, square, 1.0 / 120);
        series = Math.FusedMultiplyAdd(series, square, -1.0 / 6);
        var sine = Math.FusedMultiplyAdd(series * square, angle, angle);
        return sine * sine;
    }
}
