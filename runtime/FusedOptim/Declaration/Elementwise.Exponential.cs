namespace FusedOptim;

// The framework's Exp, Log and Tanh ask the C library, whose last bits differ between systems and versions. These are
// polynomials of fused multiply-add operations in a fixed order: the same bits everywhere, and free of branches that
// depend on anything but special values.
public static partial class Elementwise
{
    // ln 2 as a sum of two doubles: fused multiply-add needs no trailing zeros in the first.
    private const double NaturalLogarithmOfTwo = 0.6931471805599453;
    private const double NaturalLogarithmOfTwoTail = 2.3190468138462996e-17;

    // Added to a small number and subtracted again, 1.5 · 2^52 rounds it to an integer, which then stands in the low
    // bits.
    private const double RoundingShift = 6755399441055744.0;

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
        var result = 1.0 + reduced;
        // Two factors, because 2^1024 and 2^-1075 are no doubles; only the last multiplication rounds.
        var half = power >> 1;
        return result * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    /// <summary>
    /// The natural logarithm, within 1 unit in the last place: k·ln 2 + log(1 + f) with 1 + f from √½ to √2. −∞ at
    /// zeros of either sign; NaN below zero and for NaN; +∞ at +∞. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value; the logarithm is real from zero on.</param>
    public static double Log(double value)
    {
        if (!(value > 0.0))
            return value == 0.0 ? double.NegativeInfinity : double.NaN;
        if (value == double.PositiveInfinity)
            return value;

        var x = value;
        var denormalPower = 0;
        if (x < 2.2250738585072014e-308)
        {
            x *= 18014398509481984.0;
            denormalPower = -54;
        }

        var bits = BitConverter.DoubleToInt64Bits(x);
        var power = (int)((bits - BitConverter.DoubleToInt64Bits(0.7071067811865476)) >> 52);
        var f = BitConverter.Int64BitsToDouble(bits - ((long)power << 52)) - 1.0;
        double k = power + denormalPower;

        // log(1 + f) = 2·artanh(s) with s = f / (2 + f), |s| ≤ 0.172: 2s is f − f·s, and f·s is f²/2 less s·f²/2, which
        // keeps the leading terms, f and f²/2, free of the division's rounding.
        var s = f / (2.0 + f);
        var z = s * s;
        var series = 2.0 / 21;
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 19);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 17);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 15);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 13);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 11);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 9);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 7);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 5);
        series = Math.FusedMultiplyAdd(series, z, 2.0 / 3);
        var halfSquare = 0.5 * f * f;
        var small = Math.FusedMultiplyAdd(
            s, Math.FusedMultiplyAdd(series, z, halfSquare), k * NaturalLogarithmOfTwoTail);
        return Math.FusedMultiplyAdd(k, NaturalLogarithmOfTwo, f - (halfSquare - small));
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
        var scale = PowerOfTwo(power);
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

    // e^x = 2^k · (1 + reduced), k = round(x / ln 2), by Taylor's series to r^13 for r = x − k·ln 2, |r| ≤ ln 2 / 2;
    // the rest of the series is below 2^-57 of the result.
    private static (int Power, double Reduced) ExpMinusOneReduced(double value)
    {
        var shifted = Math.FusedMultiplyAdd(value, 1.4426950408889634, RoundingShift);
        var power = shifted - RoundingShift;
        var leading = Math.FusedMultiplyAdd(-power, NaturalLogarithmOfTwo, value);
        var r = Math.FusedMultiplyAdd(-power, NaturalLogarithmOfTwoTail, leading);
        var lost = Math.FusedMultiplyAdd(-power, NaturalLogarithmOfTwoTail, leading - r);

        var series = 1.0 / 6227020800;
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 479001600);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 39916800);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 3628800);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 362880);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 40320);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 5040);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 720);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 120);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 24);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 6);
        series = Math.FusedMultiplyAdd(series, r, 1.0 / 2);
        return ((int)BitConverter.DoubleToInt64Bits(shifted), r + Math.FusedMultiplyAdd(r * r, series, lost));
    }

    // (a + aLost) / (b + bLost), where the second parts are what rounding lost of the first.
    private static double Quotient(double a, double aLost, double b, double bLost)
    {
        var reciprocal = 1.0 / b;
        var quotient = a * reciprocal;
        var remainder = Math.FusedMultiplyAdd(-quotient, b, a) + Math.FusedMultiplyAdd(-quotient, bLost, aLost);
        return Math.FusedMultiplyAdd(remainder, reciprocal, quotient);
    }

    private static double PowerOfTwo(int power) => BitConverter.Int64BitsToDouble((long)(power + 1023) << 52);
}
