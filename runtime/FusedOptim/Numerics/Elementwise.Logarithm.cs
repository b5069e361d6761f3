using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
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

        var (k, significand) = Decompose(value);
        var f = significand - 1.0;
        // log(1 + f) = 2·artanh(s) with s = f / (2 + f), |s| ≤ 0.172: 2s is f − f·s, and f·s is f²/2 less s·f²/2, which
        // keeps the leading terms, f and f²/2, free of the division's rounding. The error of the polynomial, relative to
        // the logarithm, is 2^-58.
        var s = f / (2.0 + f);
        var z = s * s;
        var halfSquare = 0.5 * f * f;
        var small = Math.FusedMultiplyAdd(
            s, Math.FusedMultiplyAdd(LogarithmSeries(z), z, halfSquare), k * NaturalLogarithmOfTwoTail);
        return Math.FusedMultiplyAdd(k, NaturalLogarithmOfTwo, f - (halfSquare - small));
    }

    /// <summary>
    /// A value to the power of an exponent, within 2 units in the last place: 2^(y · log2 |x|), the logarithm in two
    /// doubles. The same bits on every machine. Special values are those of IEEE 754, as <see cref="Math.Pow"/> has them:
    /// x^0 and 1^y are 1, for NaN too; a negative base gives ±|x|^y at whole exponents and NaN at others; a zero gives
    /// zero at positive exponents and ∞ at negative ones, with the sign of the base where they are odd; ∞ likewise.
    /// </summary>
    /// <param name="value">The base.</param>
    /// <param name="exponent">The exponent.</param>
    public static double Pow(double value, double exponent)
    {
        var magnitude = Math.Abs(value);
        var (logarithm, logarithmLost) = BinaryLogarithm(magnitude);
        // Zero, ∞ and NaN have logarithms that make of the product what IEEE 754 wants.
        logarithm = magnitude < double.PositiveInfinity
            ? magnitude > 0.0 ? logarithm : double.NegativeInfinity
            : magnitude;
        var product = exponent * logarithm;
        var productLost = Math.FusedMultiplyAdd(
            exponent, logarithmLost, Math.FusedMultiplyAdd(exponent, logarithm, -product));

        var power = Math.Round(product);
        var r = product - power + productLost;
        var result = KernelMath.ScaleB(ExpOfTwoReduced(r), power);
        result = product > 1025.0 ? double.PositiveInfinity : product < -1080.0 ? 0.0 : result;
        result = exponent == 0.0 || magnitude == 1.0 ? 1.0 : result;

        var half = 0.5 * exponent;
        var isWhole = Math.Floor(exponent) == exponent;
        var isOdd = isWhole && Math.Floor(half) != half;
        result = isOdd ? Math.CopySign(result, value) : result;
        return value < 0.0 && magnitude < double.PositiveInfinity && !isWhole ? double.NaN : result;
    }

    // (2·artanh(s) − 2s) / s³, z = s². Inlined: a call would take as long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double LogarithmSeries(double z)
    {
        var series = 0.14796102420474236;
        series = Math.FusedMultiplyAdd(series, z, 0.15314033984034817);
        series = Math.FusedMultiplyAdd(series, z, 0.18183565039034894);
        series = Math.FusedMultiplyAdd(series, z, 0.22222198557790904);
        series = Math.FusedMultiplyAdd(series, z, 0.28571428742560645);
        series = Math.FusedMultiplyAdd(series, z, 0.39999999999413743);
        return Math.FusedMultiplyAdd(series, z, 0.6666666666666735);
    }

    // value = significand · 2^power, the significand from √½ to √2; value positive and finite.
    private static (double Power, double Significand) Decompose(double value)
    {
        var isDenormal = value < 2.2250738585072014e-308;
        var normal = isDenormal ? value * 18014398509481984.0 : value;
        var power = KernelMath.Exponent(normal);
        return (isDenormal ? power - 54.0 : power, KernelMath.Significand(normal));
    }

    // log2 of a positive finite value in two doubles, with a relative error of about 2^-64: k + (2 / ln 2)·artanh(s) with
    // s = (m − 1) / (m + 1) and artanh(s) = s·(1 + z/3 + z²·P(z)), z = s². Each "lost" is what rounding took from the
    // value it is named after.
    private static (double Logarithm, double Lost) BinaryLogarithm(double value)
    {
        var (k, m) = Decompose(value);
        var f = m - 1.0;
        var d = m + 1.0;
        var dLost = m - (d - 1.0);
        var reciprocal = 1.0 / d;
        var s = f * reciprocal;
        var sLost = Math.FusedMultiplyAdd(-s, dLost, Math.FusedMultiplyAdd(-s, d, f)) * reciprocal;
        var z = s * s;
        var zLost = Math.FusedMultiplyAdd(s, s, -z);

        var series = 0.06598216620474251;
        series = Math.FusedMultiplyAdd(series, z, 0.06628402028361613);
        series = Math.FusedMultiplyAdd(series, z, 0.07693379021103572);
        series = Math.FusedMultiplyAdd(series, z, 0.09090892174231659);
        series = Math.FusedMultiplyAdd(series, z, 0.11111111260090976);
        series = Math.FusedMultiplyAdd(series, z, 0.14285714285048895);
        series = Math.FusedMultiplyAdd(series, z, 0.2000000000000113);

        const double Third = 0.3333333333333333;
        const double ThirdTail = 1.850371707708594e-17;
        var third = z * Third;
        var thirdLost = Math.FusedMultiplyAdd(z, Third, -third) +
            Math.FusedMultiplyAdd(zLost, Third, z * ThirdTail);
        var rest = Math.FusedMultiplyAdd(z * z, series, thirdLost);

        var cubic = s * third;
        var cubicLost = Math.FusedMultiplyAdd(s, third, -cubic);
        var artanh = s + cubic;
        var artanhLost = cubic - (artanh - s) +
            Math.FusedMultiplyAdd(s, rest, Math.FusedMultiplyAdd(sLost, z, sLost) + cubicLost);

        const double TwoOverLogarithmOfTwo = 2.8853900817779268;
        const double TwoOverLogarithmOfTwoTail = 4.0710547481862066e-17;
        var fraction = artanh * TwoOverLogarithmOfTwo;
        var fractionLost = Math.FusedMultiplyAdd(artanh, TwoOverLogarithmOfTwo, -fraction) +
            Math.FusedMultiplyAdd(artanh, TwoOverLogarithmOfTwoTail, artanhLost * TwoOverLogarithmOfTwo);
        var leading = k + fraction;
        var rounded = fraction - (leading - k) + fractionLost;
        // The higher powers were among what was lost until here.
        var logarithm = leading + rounded;
        return (logarithm, rounded - (logarithm - leading));
    }

    // 2^r for |r| ≤ ½, by a minimax polynomial whose relative error is 2^-54.6.
    private static double ExpOfTwoReduced(double r)
    {
        var series = 4.434729941809382e-10;
        series = Math.FusedMultiplyAdd(series, r, 7.073821665757469e-09);
        series = Math.FusedMultiplyAdd(series, r, 1.0178200163771973e-07);
        series = Math.FusedMultiplyAdd(series, r, 1.321543507083758e-06);
        series = Math.FusedMultiplyAdd(series, r, 1.5252733490905445e-05);
        series = Math.FusedMultiplyAdd(series, r, 0.00015403530457509365);
        series = Math.FusedMultiplyAdd(series, r, 0.0013333558146777808);
        series = Math.FusedMultiplyAdd(series, r, 0.00961812910759383);
        series = Math.FusedMultiplyAdd(series, r, 0.055504108664820064);
        series = Math.FusedMultiplyAdd(series, r, 0.24022650695910133);
        series = Math.FusedMultiplyAdd(series, r, 0.6931471805599453);
        return Math.FusedMultiplyAdd(series, r, 1.0);
    }
}
