namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
    /// <summary>
    /// The angle of the point (x, y), from −π to π, within 1.1 units in the last place: a multiple of π/2 and ±arctan q, q the
    /// smaller of |x| and |y| by the larger. The same bits on every machine. Special values are those of IEEE 754, as
    /// <see cref="Math.Atan2"/> has them: y a zero gives a zero of its sign where x is positive or +0, and ±π where x is negative or
    /// −0; x a zero gives ±π/2; infinities give multiples of π/4; NaN for NaN.
    /// </summary>
    /// <param name="y">The ordinate, any value.</param>
    /// <param name="x">The abscissa, any value.</param>
    public static double Atan2(double y, double x)
    {
        var (xMagnitude, yMagnitude) = (Math.Abs(x), Math.Abs(y));
        var isSteep = yMagnitude > xMagnitude;
        var least = isSteep ? xMagnitude : yMagnitude;
        var most = isSteep ? yMagnitude : xMagnitude;

        // Scaled so that neither the reciprocal nor what the quotient has lost is denormal; and 0/0 is 0, because the summand is
        // nothing beside any other number.
        var scale = most < 1.0
            ? 1.0715086071862673e+301
            : most < 3.273390607896142e+150 ? 3.273390607896142e+150 : 0.25;
        var numerator = least * scale;
        var denominator = Math.FusedMultiplyAdd(most, scale, 6.223015277861142e-61);
        var isInfinite = most == double.PositiveInfinity;
        numerator = isInfinite ? least == double.PositiveInfinity ? 1.0 : 0.0 * least : numerator;
        denominator = isInfinite ? 1.0 : denominator;
        var reciprocal = 1.0 / denominator;
        var q = numerator * reciprocal;
        var qLost = Math.FusedMultiplyAdd(-q, denominator, numerator) * reciprocal;

        // arctan q = q + q³·P(q²), minimax, its error 2^-58 of itself; what q has lost counts 1 / (1 + q²) times, for which
        // 1 − q²/2 is near enough.
        var z = q * q;
        var series = -8.740926322697819e-06;
        series = Math.FusedMultiplyAdd(series, z, 0.00010470494888757459);
        series = Math.FusedMultiplyAdd(series, z, -0.0005965792199825567);
        series = Math.FusedMultiplyAdd(series, z, 0.002161544547701829);
        series = Math.FusedMultiplyAdd(series, z, -0.00563073399901849);
        series = Math.FusedMultiplyAdd(series, z, 0.011342062688651998);
        series = Math.FusedMultiplyAdd(series, z, -0.018638422608098934);
        series = Math.FusedMultiplyAdd(series, z, 0.026169928016424548);
        series = Math.FusedMultiplyAdd(series, z, -0.032795995832764435);
        series = Math.FusedMultiplyAdd(series, z, 0.038214783206051026);
        series = Math.FusedMultiplyAdd(series, z, -0.04286554237053572);
        series = Math.FusedMultiplyAdd(series, z, 0.04744970255200367);
        series = Math.FusedMultiplyAdd(series, z, -0.05259443280217521);
        series = Math.FusedMultiplyAdd(series, z, 0.058817178330748926);
        series = Math.FusedMultiplyAdd(series, z, -0.06666583974717122);
        series = Math.FusedMultiplyAdd(series, z, 0.07692299743346974);
        series = Math.FusedMultiplyAdd(series, z, -0.09090908550304122);
        series = Math.FusedMultiplyAdd(series, z, 0.11111111086649339);
        series = Math.FusedMultiplyAdd(series, z, -0.1428571428504472);
        series = Math.FusedMultiplyAdd(series, z, 0.19999999999990617);
        series = Math.FusedMultiplyAdd(series, z, -0.33333333333333287);
        var small = Math.FusedMultiplyAdd(q * z, series, Math.FusedMultiplyAdd(-0.5 * z, qLost, qLost));

        // The angle of (x, |y|) is π/2 less or more arctan q where it is steep, and otherwise 0 more, or π less.
        var one = Math.CopySign(1.0, x);
        var sign = isSteep ? -one : one;
        var quarters = isSteep ? 1.0 : 1.0 - one;
        const double HalfPi = 1.5707963267948966;
        const double HalfPiTail = 6.123233995736766e-17;
        var leading = sign * q;
        var sum = Math.FusedMultiplyAdd(quarters, HalfPi, leading);
        var sumLost = leading - Math.FusedMultiplyAdd(-quarters, HalfPi, sum);
        var angle = sum + Math.FusedMultiplyAdd(quarters, HalfPiTail, Math.FusedMultiplyAdd(sign, small, sumLost));
        return Math.CopySign(angle, y);
    }
}
