using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The angle of a point: a multiple of π/2 and ±arctan q, q the smaller of |x| and |y| by the larger, the operations of
/// Elementwise.Atan2. The error of the polynomial, relative to arctan q, is 2^-28 in float and 2^-58 in double.
/// </summary>
internal sealed class Atan2Lowering(Graph source, Element element) : FunctionLowering(source, element, Op.Atan2)
{
    protected override string Title => "Atan2(y, x) = a multiple of π/2 ± arctan q: q is the smaller of |x| and |y| over the larger, arctan by a polynomial.";

    protected override int Lower(Node original, Node node)
    {
        var (y, x) = (node.A, node.B);
        var one = Constant(1);
        var xMagnitude = Named("atan2X", Target.Unary(Op.Abs, x));
        var yMagnitude = Named("atan2Y", Target.Unary(Op.Abs, y));
        var isSteep = Named("atan2IsSteep", Compare(Op.Greater, yMagnitude, xMagnitude));
        var (q, qLost) = Quotient(
            Named("atan2Least", Select(isSteep, xMagnitude, yMagnitude)),
            Named("atan2Most", Select(isSteep, yMagnitude, xMagnitude)));

        // What q has lost counts 1 / (1 + q²) times, for which 1 − q²/2 is near enough.
        var z = Named("atan2Square", Multiply(q, q));
        var small = Named(
            "atan2Small",
            FusedMultiplyAdd(
                Multiply(q, z), Series(z), FusedMultiplyAdd(Multiply(Constant(-0.5), z), qLost, qLost)));

        // The angle of (x, |y|) is π/2 less or more arctan q where it is steep, and otherwise 0 more, or π less.
        var signOfX = Named("atan2SignOfX", Target.Binary(Op.CopySign, one, x));
        var sign = Named("atan2Sign", Select(isSteep, Negate(signOfX), signOfX));
        var quarters = Named("atan2Quarters", Select(isSteep, one, Subtract(one, signOfX)));
        var halfPi = Constant(1.57079637f, 1.5707963267948966);
        var leading = Named("atan2Leading", Multiply(sign, q));
        var sum = Named("atan2Sum", FusedMultiplyAdd(quarters, halfPi, leading));
        var sumLost = Subtract(leading, FusedMultiplyAdd(Negate(quarters), halfPi, sum));
        var angle = Add(
            sum,
            FusedMultiplyAdd(
                quarters, Constant(-4.37113883e-8f, 6.123233995736766e-17), FusedMultiplyAdd(sign, small, sumLost)));
        return Target.Binary(Op.CopySign, angle, y);
    }

    /// <summary>
    /// The quotient of two magnitudes, the smaller by the larger, and what rounding lost of it: 0 of two zeros, 1 of two infinities.
    /// They are scaled so that neither the reciprocal nor what is lost is denormal; the summand is nothing beside any number but 0.
    /// </summary>
    private (int Quotient, int Lost) Quotient(int least, int most)
    {
        var (zero, one, infinity) = (Constant(0), Constant(1), Constant(double.PositiveInfinity));
        var middle = Constant(4.61168602e18f, 3.273390607896142e+150);
        var scale = Named(
            "atan2Scale",
            Select(
                Compare(Op.Less, most, one),
                Constant(8.50705917e37f, 1.0715086071862673e+301),
                Select(Compare(Op.Less, most, middle), middle, Constant(0.25))));
        var isInfinite = Compare(Op.Equal, most, infinity);
        var numerator = Named(
            "atan2Numerator",
            Select(
                isInfinite,
                Select(Compare(Op.Equal, least, infinity), one, Multiply(zero, least)),
                Multiply(least, scale)));
        var denominator = Named(
            "atan2Denominator",
            Select(isInfinite, one, FusedMultiplyAdd(most, scale, Constant(7.88860905e-31f, 6.223015277861142e-61))));
        var reciprocal = Named("atan2Reciprocal", Divide(one, denominator));
        var q = Named("atan2Quotient", Multiply(numerator, reciprocal));
        var lost = Multiply(FusedMultiplyAdd(Negate(q), denominator, numerator), reciprocal);
        return (q, Named("atan2QuotientLost", lost));
    }

    /// <summary>(arctan q − q) / q³ by q².</summary>
    private int Series(int square) => Polynomial(
        "atan2Series",
        square,
        [
            -0.00178248272f, 0.0108676096f, -0.0310956668f, 0.0578806251f, -0.0839928314f, 0.10950879f, -0.142640218f,
            0.199985296f, -0.333332956f,
        ],
        [
            -8.740926322697819e-06, 0.00010470494888757459, -0.0005965792199825567, 0.002161544547701829,
            -0.00563073399901849, 0.011342062688651998, -0.018638422608098934, 0.026169928016424548, -0.032795995832764435,
            0.038214783206051026, -0.04286554237053572, 0.04744970255200367, -0.05259443280217521, 0.058817178330748926,
            -0.06666583974717122, 0.07692299743346974, -0.09090908550304122, 0.11111111086649339, -0.1428571428504472,
            0.19999999999990617, -0.33333333333333287,
        ]);
}
