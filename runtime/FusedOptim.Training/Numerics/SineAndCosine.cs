namespace FusedOptim.Training.Numerics;

/// <summary>Sine and cosine, the same bits on every machine (the C library's are not).</summary>
internal static class SineAndCosine
{
    /// <summary>
    /// Sine and cosine of an angle, exact for multiples of 90 degrees: Taylor series in what is left after the nearest of
    /// them, at most π/4, where the next terms are below 2⁻⁵³ of the results.
    /// </summary>
    /// <param name="degrees">The angle; at most 180 degrees either way.</param>
    public static (double Sine, double Cosine) OfDegrees(double degrees)
    {
        var quarters = (int)Math.Round(degrees / 90);
        var angle = (degrees - 90 * quarters) * (Math.PI / 180);
        var (sine, cosine) = OfSmall(angle);
        return (quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    private static (double Sine, double Cosine) OfSmall(double angle)
    {
        var square = angle * angle;
        var sine = -1.0 / 1_307_674_368_000;
        sine = Math.FusedMultiplyAdd(sine, square, 1.0 / 6_227_020_800);
        sine = Math.FusedMultiplyAdd(sine, square, -1.0 / 39_916_800);
        sine = Math.FusedMultiplyAdd(sine, square, 1.0 / 362_880);
        sine = Math.FusedMultiplyAdd(sine, square, -1.0 / 5_040);
        sine = Math.FusedMultiplyAdd(sine, square, 1.0 / 120);
        sine = Math.FusedMultiplyAdd(sine, square, -1.0 / 6);
        var cosine = 1.0 / 20_922_789_888_000;
        cosine = Math.FusedMultiplyAdd(cosine, square, -1.0 / 87_178_291_200);
        cosine = Math.FusedMultiplyAdd(cosine, square, 1.0 / 479_001_600);
        cosine = Math.FusedMultiplyAdd(cosine, square, -1.0 / 3_628_800);
        cosine = Math.FusedMultiplyAdd(cosine, square, 1.0 / 40_320);
        cosine = Math.FusedMultiplyAdd(cosine, square, -1.0 / 720);
        cosine = Math.FusedMultiplyAdd(cosine, square, 1.0 / 24);
        cosine = Math.FusedMultiplyAdd(cosine, square, -0.5);
        return (Math.FusedMultiplyAdd(sine * square, angle, angle), Math.FusedMultiplyAdd(cosine, square, 1));
    }
}
