using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Keeps the direction where it agrees in sign with the gradient, and drops it elsewhere; rescaled, what is kept is divided by
/// the share that is kept, at least a thousandth.
/// </summary>
internal sealed record Cautious(bool Rescales) : Modifier(ModifierOrder.Cautious)
{
    public const string Kept = "cautiousKept";
    private const double LeastShare = 1e-3;

    public override string Description => Rescales ? "cautious mask, rescaled" : "cautious mask";

    public override IReadOnlyList<ReductionModel> Reductions => Rescales ? [new(Kept, ReductionKind.Sum, Scope.Tensor)] : [];

    public override bool NeedsCount => Rescales;

    public override int LowerDirection(ModifierLowering lowering, int direction)
    {
        var graph = lowering.Graph;
        var masked = graph.Select(Agrees(lowering, direction), direction, graph.Real(0));
        graph.Name(masked, "maskedDirection");
        if (!Rescales)
            return masked;
        var share = graph.Binary(
            Op.Max, lowering.Divide(lowering.Prepared(Kept), lowering.Prepared(Count)), graph.Real(LeastShare));
        return lowering.Divide(masked, share);
    }

    // Counts what the update keeps, whose product is that of the tensor's precision.
    public override IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int direction) => Rescales
        ? [lowering.Graph.Rounded(lowering.Graph.Select(Agrees(lowering, direction), lowering.Graph.Real(1), lowering.Graph.Real(0)))]
        : [];

    public override string DirectionStatement(ModifierNames names) => Rescales
        ? $"direction = (direction * gradient > 0 ? direction : 0) / global::System.Math.Max({names.Prepared(Kept)} / {names.Prepared(Count)}, 0.001);"
        : "direction = direction * gradient > 0 ? direction : 0;";

    public override IReadOnlyList<string> SummandExpressions(ModifierNames names) =>
        Rescales ? ["direction * gradient > 0 ? 1 : 0"] : [];

    private static int Agrees(ModifierLowering lowering, int direction) => lowering.Graph.Binary(
        Op.Greater, lowering.Multiply(direction, lowering.Gradient), lowering.Graph.Real(0));
}
