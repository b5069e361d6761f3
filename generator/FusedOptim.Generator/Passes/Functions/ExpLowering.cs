using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>e^x: 2^k times a polynomial, the operations of Elementwise.Exp.</summary>
internal sealed class ExpLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Exp)
{
    protected override string Title => "Exp(x) = 2^k · e^r: k = round(x / ln 2), r = x − k · ln 2, |r| ≤ ln 2 / 2, e^r by a polynomial.";

    protected override int Lower(Node original, Node node)
    {
        var (power, reduced) = ExpMinusOneReduced("exp", Bounded("exp", node.A));
        return Scale(Add(Constant(1), reduced), power);
    }
}
