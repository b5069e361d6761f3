using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The cube root, the operations of Elementwise.Cbrt. In float the polynomial alone is near enough for the one correction, without a
/// step of Newton's method before it.
/// </summary>
internal sealed class CbrtLowering(Graph source, Element element) : DecomposingLowering(source, element, Op.Cbrt)
{
    protected override string Title => "Cbrt(x) = ±2^k · ∛t: |x| = 2^3k · t, 1 / ∛t by a polynomial, and one correction.";

    protected override int Lower(Node original, Node node)
    {
        var oneThird = Constant(0.333333343f, 0.3333333333333333);
        var magnitude = Named("cbrtMagnitude", Target.Unary(Op.Abs, node.A));
        var (k, significand) = Decompose("cbrt", magnitude);
        var third = Named("cbrtThird", Target.Unary(Op.Round, Multiply(k, oneThird)));
        var rest = Named("cbrtRest", FusedMultiplyAdd(Constant(-3), third, k));
        var t = Named("cbrtScaled", Multiply(significand, Target.Unary(Op.PowerOfTwo, rest)));

        var reciprocal = Named("cbrtReciprocal", Multiply(ReciprocalOfSignificand(significand), FactorOf(rest)));
        if (!IsSingle)
        {
            var error = FusedMultiplyAdd(
                Multiply(Negate(t), reciprocal), Multiply(reciprocal, reciprocal), Constant(1));
            reciprocal = Named("cbrtReciprocal", FusedMultiplyAdd(Multiply(reciprocal, oneThird), error, reciprocal));
        }

        // t / ∛t², and the excess of its cube over t, exactly but for the last rounding.
        var square = Named("cbrtReciprocalSquare", Multiply(reciprocal, reciprocal));
        var y = Named("cbrtQuotient", Multiply(t, square));
        var ySquare = Named("cbrtSquare", Multiply(y, y));
        var ySquareLost = FusedMultiplyAdd(y, y, Negate(ySquare));
        var excess = Named(
            "cbrtExcess", FusedMultiplyAdd(ySquareLost, y, FusedMultiplyAdd(ySquare, y, Negate(t))));
        var root = FusedMultiplyAdd(Multiply(excess, square), Negate(oneThird), y);
        var result = Target.Binary(
            Op.CopySign, Multiply(root, Target.Unary(Op.PowerOfTwo, third)), node.A);
        var isOrdinary = Target.Binary(
            Op.And,
            Compare(Op.Greater, magnitude, Constant(0)),
            Compare(Op.Less, magnitude, Constant(double.PositiveInfinity)));
        return Select(isOrdinary, result, node.A);
    }

    /// <summary>1 / ∛m for m from √½ to √2, with a relative error of 2^-19.8 in float, 2^-20 in double.</summary>
    private int ReciprocalOfSignificand(int significand) => Polynomial(
        "cbrtSeries",
        significand,
        [0.0932851136f, -0.701052904f, 2.25385356f, -4.04265833f, 4.4381814f, -3.15159154f, 2.10998344f],
        [
            0.09328499456853444, -0.7010527054574879, 2.253854387425073, -4.042660552398527, 4.438181343340263,
            -3.1515923262006384, 2.109983555968103,
        ]);

    /// <summary>2^(−rest/3) for −1, 0 and 1.</summary>
    private int FactorOf(int rest) => FusedMultiplyAdd(
        FusedMultiplyAdd(
            Constant(0.026810788f, 0.02681078793948655), rest, Constant(-0.233110262f, -0.2331102619553867)),
        rest,
        Constant(1));
}
