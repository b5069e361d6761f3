using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>What the functions made of e^x have in common.</summary>
internal abstract class ExponentialLowering(Graph source, Element element, Op function)
    : FunctionLowering(source, element, function)
{
    /// <summary>
    /// The argument of e^x, or what is just outside the arguments whose power can be represented: the scaling then overflows or
    /// underflows as it should.
    /// </summary>
    protected int Bounded(string name, int value)
    {
        var largest = Constant(89f, 710);
        var least = Constant(-104f, -746);
        return Named(
            name + "Argument",
            Select(
                Compare(Op.Greater, value, largest),
                largest,
                Select(Compare(Op.Less, value, least), least, value)));
    }

    /// <summary>
    /// e^x = 2^k · (1 + reduced), k = round(x / ln 2), r = x − k·ln 2, |r| ≤ ln 2 / 2: r + r²·P(r) with a minimax
    /// polynomial, whose error relative to e^r − 1 is 2^-28 in float and 2^-59 in double.
    /// </summary>
    protected (int Power, int Reduced) ExpMinusOneReduced(string name, int value)
    {
        // Minus ln 2 as a sum of two.
        var minusLogarithmOfTwo = Constant(-0.693147182f, -0.6931471805599453);
        var minusLogarithmOfTwoTail = Constant(1.90465421e-9f, -2.3190468138462996e-17);

        var power = Named(
            name + "Power", Target.Unary(Op.Round, Multiply(value, Constant(1.44269502f, 1.4426950408889634))));
        var leading = Named(name + "Leading", FusedMultiplyAdd(power, minusLogarithmOfTwo, value));
        var r = Named(name + "Rest", FusedMultiplyAdd(power, minusLogarithmOfTwoTail, leading));
        var lost = FusedMultiplyAdd(power, minusLogarithmOfTwoTail, Subtract(leading, r));
        var series = Polynomial(
            name + "Series",
            r,
            [0.000198531707f, 0.00139409082f, 0.00833337661f, 0.041666355f, 0.166666672f, 0.5f],
            [
                2.087525713977047e-09, 2.510908371429467e-08, 2.7557403170417844e-07, 2.7557244095655208e-06,
                2.4801587171572657e-05, 0.00019841269886218755, 0.001388888888896304, 0.008333333333321601,
                0.041666666666666505, 0.16666666666666677, 0.5,
            ]);
        var reduced = Named(name + "MinusOne", Add(r, FusedMultiplyAdd(Multiply(r, r), series, lost)));
        return (power, reduced);
    }

    /// <summary>(a + aLost) / (b + bLost), where the second parts are what rounding lost of the first.</summary>
    protected int Quotient(string name, int a, int aLost, int b, int bLost)
    {
        var reciprocal = Named(name + "Reciprocal", Divide(Constant(1), b));
        var quotient = Named(name + "Quotient", Multiply(a, reciprocal));
        var remainder = Add(
            FusedMultiplyAdd(Negate(quotient), b, a),
            FusedMultiplyAdd(Negate(quotient), bLost, aLost));
        return FusedMultiplyAdd(remainder, reciprocal, quotient);
    }
}
