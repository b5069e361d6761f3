using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>The hyperbolic tangent: t / (t + 2) with t = e^(2|x|) − 1, the operations of Elementwise.Tanh.</summary>
internal sealed class TanhLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Tanh)
{
    protected override string Title => "Tanh(x) = ±t / (t + 2): t = e^(2|x|) − 1 = 2^k · e^r − 1, e^r by a polynomial.";

    protected override int Lower(Node original, Node node)
    {
        // From there on the result rounds to 1.
        var (one, two) = (Constant(1), Constant(2));
        var limit = Constant(10f, 22);
        var magnitude = Named("tanhMagnitude", Target.Unary(Op.Abs, node.A));
        var twice = Named(
            "tanhTwice",
            Select(Compare(Op.Greater, magnitude, limit), Constant(20f, 44), Multiply(two, magnitude)));
        var (power, reduced) = ExpMinusOneReduced("tanh", twice);

        var scale = Named("tanhScale", Target.Unary(Op.PowerOfTwo, power));
        var scaleMinusOne = Named("tanhScaleMinusOne", Subtract(scale, one));
        var t = Named("tanhNumerator", FusedMultiplyAdd(scale, reduced, scaleMinusOne));
        var lostOfT = Named("tanhNumeratorLost", FusedMultiplyAdd(scale, reduced, Subtract(scaleMinusOne, t)));
        var denominator = Named("tanhDenominator", Add(t, two));
        var difference = Named("tanhDifference", Subtract(denominator, t));
        var lost = Named(
            "tanhDenominatorLost",
            Add(Add(Subtract(t, Subtract(denominator, difference)), Subtract(two, difference)), lostOfT));
        return Target.Binary(Op.CopySign, Quotient("tanh", t, lostOfT, denominator, lost), node.A);
    }
}
