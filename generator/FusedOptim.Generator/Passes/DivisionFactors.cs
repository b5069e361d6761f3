using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Moves uniform factors out of quotients, where they merge with others: (a·x) / (b·y) becomes (a/b)·(x/y), √(c·v) becomes
/// √c·√v, and c·y + e as a divisor becomes c·(y + e/c). For <see cref="Models.FloatMode.Fast"/> alone: it moves the range in which
/// quotients overflow.
/// </summary>
internal sealed class DivisionFactors(Graph source) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node)
    {
        if (node is { Op: Op.Sqrt, Type: NodeType.Varying } && Factor(original.A) is { } square && IsReciprocal(square.Uniform))
        {
            var root = Target.Unary(Op.Sqrt, square.Uniform);
            return Target.Binary(Op.Multiply, Target.Unary(Op.Sqrt, square.Value), Target.ToVarying(root));
        }

        if (node is not { Op: Op.Divide, Type: NodeType.Varying })
            return base.Rewrite(original, node);
        var numerator = Factor(original.A) ?? (node.A, Target.Real(1));
        var divisor = Factor(original.B) ?? FactorOfSum(original.B) ?? (node.B, Target.Real(1));
        var factor = Target.Binary(Op.Divide, numerator.Uniform, divisor.Uniform);
        return Target.Binary(
            Op.Multiply, Target.Binary(Op.Divide, numerator.Value, divisor.Value), Target.ToVarying(factor));
    }

    /// <summary>x and a where a node has become a·x.</summary>
    private (int Value, int Uniform)? Factor(int sourceIndex)
    {
        var node = Target[Mapped(sourceIndex)];
        if (node.Op != Op.Multiply || !HasOneUse(sourceIndex))
            return null;
        if (Target[node.A].Op == Op.Broadcast)
            return (node.B, Target[node.A].A);
        return Target[node.B].Op == Op.Broadcast ? (node.A, Target[node.B].A) : null;
    }

    /// <summary>y + e/c and c where a node has become c·y + e.</summary>
    private (int Value, int Uniform)? FactorOfSum(int sourceIndex)
    {
        var node = Source.Nodes[sourceIndex];
        if (node.Op != Op.Add || !HasOneUse(sourceIndex))
            return null;
        return FactorOfSum(node.A, node.B) ?? FactorOfSum(node.B, node.A);
    }

    private (int Value, int Uniform)? FactorOfSum(int product, int uniform)
    {
        if (Target[Mapped(uniform)] is not { Op: Op.Broadcast } addend || Factor(product) is not { } factor ||
            !IsReciprocal(factor.Uniform))
        {
            return null;
        }

        var scaled = Target.Binary(Op.Divide, addend.A, factor.Uniform);
        Target.Name(scaled, "scaledAddend");
        return (Target.Binary(Op.Add, factor.Value, Target.ToVarying(scaled)), factor.Uniform);
    }

    /// <summary>Whether a uniform is a reciprocal, or the root of one: as bias corrections are, and never zero.</summary>
    private bool IsReciprocal(int uniform) => Target[uniform] switch
    {
        { Op: Op.Sqrt } root => IsReciprocal(root.A),
        { Op: Op.Divide, Type: NodeType.Real } quotient => Target[quotient.A] is { IsConstant: true, Real: not 0 },
        _ => false,
    };
}
