using FusedOptim.Generator.Analysis;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// x^y: 2^(y · log2 |x|) with the logarithm in two parts. In double the operations of Elementwise.Pow; in float another logarithm,
/// whose parts have what the exponent needs and little more. What a special value would need that cannot occur is left out.
/// </summary>
/// <param name="source">The graph.</param>
/// <param name="element">The precision of the kernel that the graph is for.</param>
/// <param name="hyperparameters">What the graph's hyperparameters can be.</param>
internal sealed partial class PowLowering(Graph source, Element element, IReadOnlyList<HyperparameterModel> hyperparameters)
    : DecomposingLowering(source, element, Op.Pow)
{
    private readonly ValueRange[] _ranges = ValueRanges.Of(source, hyperparameters);

    protected override string Title => "Pow(x, y) = 2^(y · log2 |x|) with the sign of x^y: the logarithm in two parts, 2^r for |r| ≤ ½ by a polynomial.";

    protected override int Lower(Node original, Node node)
    {
        var (value, exponent) = (node.A, node.B);
        var (valueRange, exponentRange) = (_ranges[original.A], _ranges[original.B]);
        var (zero, one) = (Constant(0), Constant(1));
        var (product, power, rest) = IsSingle
            ? SingleProduct(value, exponent, exponentRange.IsNumberIn(-1, 1))
            : DoubleProduct(value, exponent);
        var result = Named("powScaled", Scale(ExpOfTwoReduced(rest), power));
        if (valueRange.IsPositive && exponentRange.IsNumberIn(0, 1))
        {
            // Nothing overflows or underflows, and the logarithms of zero, infinity and NaN have left NaN: they are what they were.
            result = Select(Compare(Op.Equal, result, result), result, value);
        }
        else
        {
            result = Select(
                Compare(Op.Greater, product, Constant(129f, 1025)),
                Constant(double.PositiveInfinity),
                Select(Compare(Op.Less, product, Constant(-155f, -1080)), zero, result));
        }

        var isOne = Compare(Op.Equal, exponent, zero);
        // The logarithm of 1 is 0, whose product with a number is 0.
        if (!exponentRange.IsNumberIn(-float.MaxValue, float.MaxValue))
            isOne = Target.Binary(Op.Or, isOne, Compare(Op.Equal, Magnitude(value), one));
        result = Named("powResult", Select(isOne, one, result));
        return valueRange.IsPositive ? result : Signed(result, value, exponent, valueRange.Low >= 0);
    }

    /// <summary>Gives the power of |value| the sign of the power of the value, or NaN where that is not real.</summary>
    private int Signed(int result, int value, int exponent, bool isNeverBelowZero)
    {
        var halfExponent = Named("powHalfExponent", Multiply(Constant(0.5), exponent));
        var isWhole = Named("powIsWhole", Compare(Op.Equal, Target.Unary(Op.Floor, exponent), exponent));
        var isOdd = Target.Binary(
            Op.And, isWhole, Compare(Op.NotEqual, Target.Unary(Op.Floor, halfExponent), halfExponent));
        result = Named("powSigned", Select(isOdd, Target.Binary(Op.CopySign, result, value), result));
        if (isNeverBelowZero)
            return result;
        var isFinite = Compare(Op.Less, Magnitude(value), Constant(double.PositiveInfinity));
        var isUndefined = Target.Binary(
            Op.And,
            Target.Binary(Op.And, Compare(Op.Less, value, Constant(0)), isFinite),
            Target.Unary(Op.Not, isWhole));
        return Select(isUndefined, Constant(double.NaN), result);
    }

    private int Magnitude(int value) => Named("powMagnitude", Target.Unary(Op.Abs, value));

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
