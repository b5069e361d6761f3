using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>e^x: 2^k times a polynomial, the operations of Elementwise.Exp.</summary>
internal sealed class ExpLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Exp)
{
    protected override string Title => "Exp(x) = 2^k · e^r: k = round(x / ln 2), r = x − k · ln 2, |r| ≤ ln 2 / 2, e^r by a polynomial.";

    protected override int Lower(Node original, Node node)
    {
        // Just outside what can be represented: the scaling below then overflows or underflows as it should.
        var largest = Constant(89f, 710);
        var least = Constant(-104f, -746);
        var x = Named(
            "expArgument",
            Select(
                Compare(Op.Greater, node.A, largest),
                largest,
                Select(Compare(Op.Less, node.A, least), least, node.A)));
        var (power, reduced) = ExpMinusOneReduced("exp", x);
        return Scale(Add(Constant(1), reduced), power);
    }
}
