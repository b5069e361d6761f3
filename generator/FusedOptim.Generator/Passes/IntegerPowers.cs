using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Integer powers of step constants by repeated squaring: the same bits on every operating system, where Math.Pow asks the C
/// library.
/// </summary>
internal sealed class IntegerPowers(Graph source) : Rewriter(source)
{
    private const string Pow = "global::System.Math.Pow";

    protected override int Rewrite(Node original, Node node)
    {
        if (node.Op != Op.Call || Target.TextOf(node.Bits) != Pow)
            return base.Rewrite(original, node);
        var exponent = Target[node.B];
        if (exponent.Op == Op.IntegerToReal)
            return Target.Share(new(Op.IntegerPower, NodeType.Real, node.A, exponent.A));
        if (exponent.IsConstant && Math.Abs(exponent.Real) <= 1024 && exponent.Real == Math.Floor(exponent.Real))
            return Target.Share(new(Op.IntegerPower, NodeType.Real, node.A, Target.Integer((int)exponent.Real)));
        return base.Rewrite(original, node);
    }
}
