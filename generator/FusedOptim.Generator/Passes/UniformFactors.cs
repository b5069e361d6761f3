using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Merges uniform factors: a · (b · x) becomes (a · b) · x, and the negation of a uniform multiple negates the uniform. One
/// operation less for each element, and one rounding.
/// </summary>
internal sealed class UniformFactors(Graph source) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node)
    {
        if (node is { Op: Op.Multiply, Type: NodeType.Varying })
        {
            var merged = Merge(original.A, original.B) ?? Merge(original.B, original.A);
            if (merged is { } product)
                return product;
        }

        if (node is { Op: Op.Negate, Type: NodeType.Varying } && HasOneUse(original.A))
        {
            var minusOne = Target.ToVarying(Target.Real(-1));
            if (Merged(minusOne, Mapped(original.A)) is { } negated)
                return negated;
        }

        return base.Rewrite(original, node);
    }

    private int? Merge(int factor, int product) =>
        Target[Mapped(factor)].Op == Op.Broadcast && HasOneUse(product) ? Merged(Mapped(factor), Mapped(product)) : null;

    private int? Merged(int factor, int product)
    {
        var node = Target[product];
        if (node.Op != Op.Multiply)
            return null;
        var (uniform, rest) = Target[node.A].Op == Op.Broadcast ? (node.A, node.B) : (node.B, node.A);
        if (Target[uniform].Op != Op.Broadcast)
            return null;
        var merged = Target.Binary(Op.Multiply, Target[factor].A, Target[uniform].A);
        return Target.Binary(Op.Multiply, rest, Target.ToVarying(merged));
    }
}
