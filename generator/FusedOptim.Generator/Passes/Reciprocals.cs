using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>Division by a uniform becomes multiplication by its reciprocal, which is computed once a step, in double.</summary>
internal sealed class Reciprocals(Graph source) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node)
    {
        if (node is not { Op: Op.Divide, Type: NodeType.Varying } || Target[node.B].Op != Op.Broadcast)
            return base.Rewrite(original, node);
        var reciprocal = Target.Binary(Op.Divide, Target.Real(1), Target[node.B].A);
        return Target.Binary(Op.Multiply, node.A, Target.ToVarying(reciprocal));
    }
}
