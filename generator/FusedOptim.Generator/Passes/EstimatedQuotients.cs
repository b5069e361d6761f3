using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Quotients of varying values by the processor's estimate of the reciprocal and a Newton step, where it has a good one: for
/// <see cref="Models.FloatMode.Fast"/> in float.
/// </summary>
internal sealed class EstimatedQuotients(Graph source) : Rewriter(source)
{
    protected override int Rewrite(Node original, Node node) => node is { Op: Op.Divide, Type: NodeType.Varying }
        ? Target.Share(node with { Op = Op.EstimatedQuotient })
        : base.Rewrite(original, node);
}
