using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes.Functions;

// With m from 1 to 2 and a center c near it, log2 m = log2 c + (2 / ln 2)·artanh(s), s = (m − c) / (m + c). Exponents of any size
// want the logarithm with an error of 2^-34 of itself: with four centers |s| is at most 0.064, s³/3 about a thousandth of s or
// less, and all behind s an ordinary float. For exponents of at most 1 an error of 2^-29 is small enough, however small the
// logarithm: two centers, 1 and 2, do. Exponents of zeros and infinities are infinite, and make of the product what IEEE 754 wants.
internal sealed partial class PowLowering
{
    // Floats whose logarithms have 16 bits behind the point but for an error below 2^-36: added to any exponent they are exact.
    private const float FirstCenter = 1.2302879095077515f;
    private const float SecondCenter = 1.5811231136322021f;

    /// <inheritdoc cref="DoubleProduct"/>
    private (int Product, int Power, int Reduced) SingleProduct(int value, int exponent, bool isExponentSmall)
    {
        var m = Named("powSignificand", Target.Unary(Op.NormalizedSignificand, value));
        var (c, k) = isExponentSmall ? NearestOfTwo(m, value) : NearestOfFour(m, value);

        // Minus s, because that saves negations; and minus 2 / ln 2.
        var f = Named("powNumerator", Subtract(m, c));
        var d = Named("powDenominator", Add(m, c));
        var dLost = Subtract(m, Subtract(d, c));
        var reciprocal = Named("powReciprocal", Divide(Constant(-1), d));
        var s = Named("powQuotient", Multiply(f, reciprocal));
        var remainder = FusedMultiplyAdd(s, dLost, FusedMultiplyAdd(s, d, f));
        var z = Named("powSquare", Multiply(s, s));
        var factor = Constant(-2.88539004f);

        // What the factor lacks, and the higher powers of s: minimax in z. The first of them is in the leading part already, so
        // that what is lost is too small to move the nearest whole number.
        var (fifth, third) = isExponentSmall ? (-0.576698244f, -0.961798847f) : (-0.577069342f, -0.961796701f);
        var series = Named("powSeries", FusedMultiplyAdd(
            FusedMultiplyAdd(
                FusedMultiplyAdd(Constant(isExponentSmall ? -0.432228297f : -0.415242255f), z, Constant(fifth)),
                z,
                Constant(third)),
            z,
            Constant(-3.85192598e-8f)));
        var leading = Named("powLogarithm", FusedMultiplyAdd(s, FusedMultiplyAdd(z, Constant(third), factor), k));
        var scale = Named("powReciprocalFactor", Multiply(reciprocal, factor));
        // The derivative of artanh s is 1 / (1 − s²).
        if (!isExponentSmall)
            scale = FusedMultiplyAdd(scale, z, scale);
        var lost = FusedMultiplyAdd(remainder, scale, FusedMultiplyAdd(s, factor, Subtract(k, leading)));
        var trailing = Named("powLogarithmLost", FusedMultiplyAdd(s, series, lost));

        var product = Named("powProduct", Multiply(exponent, leading));
        var productLost = FusedMultiplyAdd(
            exponent, trailing, FusedMultiplyAdd(exponent, leading, Negate(product)));
        var power = Named("powPower", Target.Unary(Op.Round, product));
        return (product, power, Named("powRest", Add(Subtract(product, power), productLost)));
    }

    /// <summary>The nearer of 1 and 2, and the exponent of the value plus its logarithm.</summary>
    private (int Center, int Exponent) NearestOfTwo(int m, int value)
    {
        var one = Constant(1);
        var c = Named("powCenter", Select(Compare(Op.Greater, m, Constant(1.41421354f)), Constant(2), one));
        return (c, Named("powExponent", Add(Target.Unary(Op.LogB, value), Subtract(c, one))));
    }

    /// <summary>The nearest of four centers, and the exponent of the value plus its logarithm.</summary>
    private (int Center, int Exponent) NearestOfFour(int m, int value)
    {
        var one = Constant(1);
        var c = Named(
            "powCenter",
            Select(
                Compare(Op.Greater, m, Constant(1.7617f)),
                Constant(2),
                Select(
                    Compare(Op.Greater, m, Constant(1.3947f)),
                    Constant(SecondCenter),
                    Select(Compare(Op.Greater, m, Constant(1.1092f)), Constant(FirstCenter), one))));
        // The logarithm is (c − 1)·slope, and rounds to exactly 0, 0.2989959716796875, 0.66094970703125 or 1.
        var slope = FusedMultiplyAdd(
            FusedMultiplyAdd(c, Constant(0.170116499f), Constant(-0.9371472f)), c, Constant(2.19382834f));
        return (c, Named("powExponent", FusedMultiplyAdd(Subtract(c, one), slope, Target.Unary(Op.LogB, value))));
    }
}
