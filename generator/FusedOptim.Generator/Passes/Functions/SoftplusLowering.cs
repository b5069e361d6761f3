using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>log(1 + e^x): max(x, 0) + log(1 + u) with u = e^(−|x|), the operations of Elementwise.Softplus.</summary>
internal sealed class SoftplusLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Softplus)
{
    protected override string Title => "Softplus(x) = max(x, 0) + log(1 + u): u = e^−|x|, the logarithm by a polynomial, each sum with what rounding loses.";

    protected override int Lower(Node original, Node node)
    {
        var x = node.A;
        var (zero, half, one) = (Constant(0), Constant(0.5), Constant(1));
        var (u, uLost) = Exponential(Negate(Target.Unary(Op.Abs, x)));

        // 1 + u is 1 + f, or 2·(1 + f) where it is above √2, which leaves f between −0.3 and 0.42.
        var isHalved = Named("softplusIsHalved", Compare(Op.Greater, u, Constant(0.414213568f, 0.41421356237309503)));
        var less = Named("softplusLess", Subtract(u, one));
        var f = Named("softplusFraction", Select(isHalved, Multiply(half, less), u));
        var fLost = Named(
            "softplusFractionLost",
            Select(isHalved, Multiply(half, Add(uLost, Subtract(u, Add(less, one)))), uLost));
        var logarithm = Named(
            "softplusLogarithm", Select(isHalved, Constant(0.693147182f, 0.6931471805599453), zero));
        var tail = Select(isHalved, Constant(-1.90465421e-9f, 2.3190468138462996e-17), zero);
        var small = Named("softplusSmall", Small(f, fLost, tail));

        // Each sum has the larger summand first, or zero.
        var positive = Named("softplusPositive", Select(Compare(Op.Greater, x, zero), x, zero));
        var first = Named("softplusFirst", Add(logarithm, positive));
        var firstLost = Add(Subtract(logarithm, first), positive);
        var second = Named("softplusSecond", Add(first, f));
        var secondLost = Add(Subtract(f, Subtract(second, first)), firstLost);
        var result = Add(second, Add(secondLost, small));
        return Select(Compare(Op.Greater, x, Constant(40)), x, result);
    }

    /// <summary>
    /// e^x, and what rounding lost of it: the operations of ExpLowering, which the derivative has in common with the value.
    /// </summary>
    private (int Value, int Lost) Exponential(int x)
    {
        var (power, reduced) = ExpMinusOneReduced("softplus", Bounded("softplus", x));
        var one = Constant(1);
        var exponential = Named("softplusScaled", Add(one, reduced));
        return (
            Named("softplusExponential", Scale(exponential, power)),
            Named("softplusExponentialLost", Scale(Subtract(reduced, Subtract(exponential, one)), power)));
    }

    /// <summary>
    /// log(1 + f) − f and what is lost of the parts, as in LogLowering; what f has lost counts 1 / (1 + f) times, for which 1 − f is
    /// near enough.
    /// </summary>
    private int Small(int f, int fLost, int tail)
    {
        var s = Named("softplusQuotient", Divide(f, Add(Constant(2), f)));
        var z = Named("softplusSquare", Multiply(s, s));
        var series = Polynomial("softplusLogarithmSeries", z, LogarithmSeries.Single, LogarithmSeries.Double);
        var halfSquare = Named("softplusHalfSquare", Multiply(Multiply(Constant(0.5), f), f));
        var small = FusedMultiplyAdd(s, FusedMultiplyAdd(series, z, halfSquare), tail);
        return Subtract(Add(small, FusedMultiplyAdd(Negate(fLost), f, fLost)), halfSquare);
    }
}
