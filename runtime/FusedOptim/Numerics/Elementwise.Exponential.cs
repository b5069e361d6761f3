using FusedOptim.CompilerServices;

namespace FusedOptim;

// The framework's Exp and Tanh ask the C library, whose last bits differ between systems and versions. These are
// polynomials of fused multiply-add operations in a fixed order: the same bits everywhere. Kernels compute the same
// operations in double (Passes/Functions of the generator); in float they are the same with shorter polynomials.
public static partial class Elementwise
{
    // ln 2 as a sum of two doubles: fused multiply-add needs no trailing zeros in the first.
    private const double NaturalLogarithmOfTwo = 0.6931471805599453;
    private const double NaturalLogarithmOfTwoTail = 2.3190468138462996e-17;

    /// <summary>
    /// e to the power of a value, within 1 unit in the last place: 2^k · e^r with k = round(x / ln 2) and |r| ≤ ln 2 /
    /// 2. Zero below −745.14, +∞ above 709.79; NaN stays NaN. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Exp(double value)
    {
        // Just outside what can be represented: the scaling below then overflows or underflows as it should.
        var x = value > 710.0 ? 710.0 : value < -746.0 ? -746.0 : value;
        var (power, reduced) = ExpMinusOneReduced(x);
        return KernelMath.ScaleB(1.0 + reduced, power);
    }

    /// <summary>
    /// The hyperbolic tangent, within 2 units in the last place: with t = e^(2|x|) − 1, sign(x)·t / (t + 2). A zero
    /// keeps its sign, ±∞ gives ±1, NaN stays NaN. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Tanh(double value)
    {
        // From 19.1 on the result rounds to 1.
        var magnitude = Math.Abs(value);
        var (power, reduced) = ExpMinusOneReduced(magnitude > 22.0 ? 44.0 : 2.0 * magnitude);
        var scale = KernelMath.PowerOfTwo(power);
        var t = Math.FusedMultiplyAdd(scale, reduced, scale - 1.0);
        var lostOfT = Math.FusedMultiplyAdd(scale, reduced, scale - 1.0 - t);
        var denominator = t + 2.0;
        var two = denominator - t;
        var lost = t - (denominator - two) + (2.0 - two) + lostOfT;
        return Math.CopySign(Quotient(t, lostOfT, denominator, lost), value);
    }

    /// <summary>
    /// The logistic function 1 / (1 + e^(−x)), within 2 units in the last place, for large negative values too, where
    /// it is nearly e^x. NaN stays NaN. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Logistic(double value)
    {
        var exponential = Exp(-Math.Abs(value));
        var denominator = 1.0 + exponential;
        return Quotient(value < 0.0 ? exponential : 1.0, 0.0, denominator, exponential - (denominator - 1.0));
    }

    // e^x = 2^k · (1 + reduced), k = round(x / ln 2), r = x − k·ln 2, |r| ≤ ln 2 / 2: r + r²·P(r) with a minimax
    // polynomial, whose error relative to e^r − 1 is 2^-59.
    private static (double Power, double Reduced) ExpMinusOneReduced(double value)
    {
        var power = Math.Round(value * 1.4426950408889634);
        var leading = Math.FusedMultiplyAdd(power, -NaturalLogarithmOfTwo, value);
        var r = Math.FusedMultiplyAdd(power, -NaturalLogarithmOfTwoTail, leading);
        var lost = Math.FusedMultiplyAdd(power, -NaturalLogarithmOfTwoTail, leading - r);

        var series = 2.087525713977047e-09;
        series = Math.FusedMultiplyAdd(series, r, 2.510908371429467e-08);
        series = Math.FusedMultiplyAdd(series, r, 2.7557403170417844e-07);
        series = Math.FusedMultiplyAdd(series, r, 2.7557244095655208e-06);
        series = Math.FusedMultiplyAdd(series, r, 2.4801587171572657e-05);
        series = Math.FusedMultiplyAdd(series, r, 0.00019841269886218755);
        series = Math.FusedMultiplyAdd(series, r, 0.001388888888896304);
        series = Math.FusedMultiplyAdd(series, r, 0.008333333333321601);
        series = Math.FusedMultiplyAdd(series, r, 0.041666666666666505);
        series = Math.FusedMultiplyAdd(series, r, 0.16666666666666677);
        series = Math.FusedMultiplyAdd(series, r, 0.5);
        return (power, r + Math.FusedMultiplyAdd(r * r, series, lost));
    }

    // (a + aLost) / (b + bLost), where the second parts are what rounding lost of the first.
    private static double Quotient(double a, double aLost, double b, double bLost)
    {
        var reciprocal = 1.0 / b;
        var quotient = a * reciprocal;
        var remainder = Math.FusedMultiplyAdd(-quotient, b, a) + Math.FusedMultiplyAdd(-quotient, bLost, aLost);
        return Math.FusedMultiplyAdd(remainder, reciprocal, quotient);
    }
}
