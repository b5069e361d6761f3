using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes.Functions;

internal sealed partial class PowLowering
{
    /// <summary>
    /// 2^(y · log2 |x|) is 2^power · 2^rest, |rest| ≤ ½ and a little. The product is what both are taken from, and tells where the
    /// result overflows or underflows; of a zero or an infinity it is infinite, or NaN, and rest is NaN.
    /// </summary>
    private (int Product, int Power, int Reduced) DoubleProduct(int value, int exponent)
    {
        var magnitude = Magnitude(value);
        var (logarithm, logarithmLost) = BinaryLogarithm(magnitude);
        // Zero, infinity and NaN have logarithms that make of the product what IEEE 754 wants.
        logarithm = Named(
            "powLogarithm",
            Select(
                Compare(Op.Less, magnitude, Constant(double.PositiveInfinity)),
                Select(Compare(Op.Greater, magnitude, Constant(0)), logarithm, Constant(double.NegativeInfinity)),
                magnitude));
        var product = Named("powProduct", Multiply(exponent, logarithm));
        var productLost = FusedMultiplyAdd(
            exponent, logarithmLost, FusedMultiplyAdd(exponent, logarithm, Negate(product)));
        var power = Named("powPower", Target.Unary(Op.Round, product));
        return (product, power, Named("powRest", Add(Subtract(product, power), productLost)));
    }

    /// <summary>
    /// log2 of a positive finite value in two parts, which together have 11 bits more than a double: k + (2 / ln 2)·artanh(s) with
    /// s = (m − 1) / (m + 1), artanh(s) = s·(1 + z/3 + z²·P(z)), z = s².
    /// </summary>
    private (int Logarithm, int Lost) BinaryLogarithm(int value)
    {
        var one = Constant(1);
        var (k, m) = Decompose("pow", value);
        var f = Named("powNumerator", Subtract(m, one));
        var d = Named("powDenominator", Add(m, one));
        var dLost = Subtract(m, Subtract(d, one));
        var reciprocal = Named("powReciprocal", Divide(one, d));
        var s = Named("powQuotient", Multiply(f, reciprocal));
        var sLost = Named(
            "powQuotientLost",
            Multiply(
                FusedMultiplyAdd(Negate(s), dLost, FusedMultiplyAdd(Negate(s), d, f)),
                reciprocal));
        var z = Named("powSquare", Multiply(s, s));
        var zLost = FusedMultiplyAdd(s, s, Negate(z));
        var series = Polynomial(
            "powSeries",
            z,
            [],
            [
                0.06598216620474251, 0.06628402028361613, 0.07693379021103572, 0.09090892174231659,
                0.11111111260090976, 0.14285714285048895, 0.2000000000000113,
            ]);

        var oneThird = Constant(0.3333333333333333);
        var oneThirdTail = Constant(1.850371707708594e-17);
        var third = Named("powThird", Multiply(z, oneThird));
        var thirdLost = Named(
            "powThirdLost",
            Add(
                FusedMultiplyAdd(z, oneThird, Negate(third)),
                FusedMultiplyAdd(zLost, oneThird, Multiply(z, oneThirdTail))));
        var rest = Named("powRestOfSeries", FusedMultiplyAdd(Multiply(z, z), series, thirdLost));

        var cubic = Named("powCubic", Multiply(s, third));
        var cubicLost = FusedMultiplyAdd(s, third, Negate(cubic));
        var artanh = Named("powArtanh", Add(s, cubic));
        var artanhLost = Named(
            "powArtanhLost",
            Add(
                Subtract(cubic, Subtract(artanh, s)),
                FusedMultiplyAdd(s, rest, Add(FusedMultiplyAdd(sLost, z, sLost), cubicLost))));

        var twoOverLogarithmOfTwo = Constant(2.8853900817779268);
        var tail = Constant(4.0710547481862066e-17);
        var fraction = Named("powLogarithmFraction", Multiply(artanh, twoOverLogarithmOfTwo));
        var fractionLost = Named(
            "powLogarithmFractionLost",
            Add(
                FusedMultiplyAdd(artanh, twoOverLogarithmOfTwo, Negate(fraction)),
                FusedMultiplyAdd(artanh, tail, Multiply(artanhLost, twoOverLogarithmOfTwo))));
        var leading = Named("powLeading", Add(k, fraction));
        var rounded = Named("powRounded", Add(Subtract(fraction, Subtract(leading, k)), fractionLost));
        // The higher powers were among what was lost until here.
        var logarithm = Named("powLogarithmOfMagnitude", Add(leading, rounded));
        return (logarithm, Subtract(rounded, Subtract(logarithm, leading)));
    }
}
