using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>x^y: 2^(y · log2 |x|) with the logarithm in two parts, the operations of Elementwise.Pow.</summary>
internal sealed class PowLowering(Graph source, Element element) : LogarithmicLowering(source, element, Op.Pow)
{
    protected override int Lower(Node node)
    {
        var (value, exponent) = (node.A, node.B);
        var (zero, one, half) = (Constant(0), Constant(1), Constant(0.5));
        var infinity = Constant(double.PositiveInfinity);
        var magnitude = Named("powMagnitude", Target.Unary(Op.Abs, value));
        var (logarithm, logarithmLost) = BinaryLogarithm(magnitude);
        // Zero, infinity and NaN have logarithms that make of the product what IEEE 754 wants.
        var isFinite = Named("powIsFinite", Compare(Op.Less, magnitude, infinity));
        logarithm = Named(
            "powLogarithm",
            Select(
                isFinite,
                Select(Compare(Op.Greater, magnitude, zero), logarithm, Constant(double.NegativeInfinity)),
                magnitude));
        var product = Named("powProduct", Multiply(exponent, logarithm));
        var productLost = FusedMultiplyAdd(
            exponent, logarithmLost, FusedMultiplyAdd(exponent, logarithm, Negate(product)));

        var power = Named("powPower", Target.Unary(Op.Round, product));
        var r = Named("powRest", Add(Subtract(product, power), productLost));
        var result = Scale("pow", ExpOfTwoReduced(r), power);
        result = Select(
            Compare(Op.Greater, product, Constant(129f, 1025)),
            infinity,
            Select(Compare(Op.Less, product, Constant(-155f, -1080)), zero, result));
        var isOne = Target.Binary(Op.Or, Compare(Op.Equal, exponent, zero), Compare(Op.Equal, magnitude, one));
        result = Named("powResult", Select(isOne, one, result));

        var halfExponent = Named("powHalfExponent", Multiply(half, exponent));
        var isWhole = Named("powIsWhole", Compare(Op.Equal, Target.Unary(Op.Floor, exponent), exponent));
        var isOdd = Target.Binary(
            Op.And, isWhole, Compare(Op.NotEqual, Target.Unary(Op.Floor, halfExponent), halfExponent));
        result = Named("powSigned", Select(isOdd, Target.Binary(Op.CopySign, result, value), result));
        var isUndefined = Target.Binary(
            Op.And,
            Target.Binary(Op.And, Compare(Op.Less, value, zero), isFinite),
            Target.Unary(Op.Not, isWhole));
        return Select(isUndefined, Constant(double.NaN), result);
    }

    /// <summary>log2 of a positive finite value in two parts, which together have 7 bits more than the element in float, 11 in
    /// double: k + (2 / ln 2)·artanh(s) with s = (m − 1) / (m + 1), artanh(s) = s·(1 + z/3 + z²·P(z)), z = s².</summary>
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
            [0.117094368f, 0.1427356f, 0.200000763f],
            [
                0.06598216620474251, 0.06628402028361613, 0.07693379021103572, 0.09090892174231659,
                0.11111111260090976, 0.14285714285048895, 0.2000000000000113,
            ]);

        var oneThird = Constant(0.333333343f, 0.3333333333333333);
        var oneThirdTail = Constant(-9.93410776e-9f, 1.850371707708594e-17);
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

        var twoOverLogarithmOfTwo = Constant(2.88539004f, 2.8853900817779268);
        var tail = Constant(3.85192607e-8f, 4.0710547481862066e-17);
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

    /// <summary>2^r for |r| ≤ ½, with a relative error of 2^-25.9 in float, 2^-54.6 in double.</summary>
    private int ExpOfTwoReduced(int r)
    {
        var series = Polynomial(
            "powExpSeries",
            r,
            [0.000153557892f, 0.00133991055f, 0.00961842947f, 0.0555033162f, 0.240226477f, 0.693147182f],
            [
                4.434729941809382e-10, 7.073821665757469e-09, 1.0178200163771973e-07, 1.321543507083758e-06,
                1.5252733490905445e-05, 0.00015403530457509365, 0.0013333558146777808, 0.00961812910759383,
                0.055504108664820064, 0.24022650695910133, 0.6931471805599453,
            ]);
        return FusedMultiplyAdd(series, r, Constant(1));
    }
}
