using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The logistic function by e^(−|x|), the operations of Elementwise.Logistic; the exponential is lowered after it.
/// </summary>
internal sealed class LogisticLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Logistic)
{
    protected override string Title => "Logistic(x) = e^min(x, 0) / (1 + e^−|x|), with what rounding loses of the denominator.";

    protected override int Lower(Node original, Node node)
    {
        var one = Constant(1);
        var exponential = Named(
            "logisticExponential", Target.Unary(Op.Exp, Negate(Target.Unary(Op.Abs, node.A))));
        var denominator = Named("logisticDenominator", Add(one, exponential));
        var lost = Named("logisticDenominatorLost", Subtract(exponential, Subtract(denominator, one)));
        var numerator = Named("logisticNumerator", Select(Compare(Op.Less, node.A, Constant(0)), exponential, one));
        return Quotient("logistic", numerator, Constant(0), denominator, lost);
    }
}
