using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// A product that is used once, by a sum or a difference, becomes a fused multiply-add with it. Of two products the one
/// computed later is fused: its result is what the other waits for least.
/// </summary>
internal sealed class Contraction(Graph source) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node)
    {
        if (node.Type != NodeType.Varying || node.Op is not (Op.Add or Op.Subtract))
            return base.Rewrite(original, node);
        var first = Product(original.A);
        var second = Product(original.B);
        if (first is null && second is null)
            return base.Rewrite(original, node);

        // The operands in the order of the original: sharing may have swapped those of a sum.
        var (a, b) = (Mapped(original.A), Mapped(original.B));
        if (first is not null && (second is null || original.A > original.B))
        {
            var product = Target[a];
            var addend = node.Op == Op.Add ? b : Target.Unary(Op.Negate, b);
            return Target.FusedMultiplyAdd(product.A, product.B, addend);
        }
        else
        {
            var product = Target[b];
            if (node.Op == Op.Add)
                return Target.FusedMultiplyAdd(product.A, product.B, a);
            // The negation goes to a uniform factor, where it costs nothing. Otherwise it comes after a factor that is computed for this
            // product alone: the just-in-time compiler makes one instruction of it and the operation where nothing is between the two.
            return
                Target[product.B].Op == Op.Broadcast ? Target.FusedMultiplyAdd(product.A, Target.Unary(Op.Negate, product.B), a) :
                Target[product.A].Op != Op.Broadcast && HasOneUse(Source.Nodes[original.B].B)
                    ? Target.FusedMultiplyAdd(product.B, Target.Unary(Op.Negate, product.A), a)
                    : Target.FusedMultiplyAdd(Target.Unary(Op.Negate, product.A), product.B, a);
        }
    }

    private Node? Product(int sourceIndex) =>
        Source.Nodes[sourceIndex] is { Op: Op.Multiply, Type: NodeType.Varying } product && HasOneUse(sourceIndex)
            ? product
            : null;
}
