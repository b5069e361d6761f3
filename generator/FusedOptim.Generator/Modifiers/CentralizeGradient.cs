using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Takes from the gradient the mean of its row: g ← g − mean g. What has one row or one column alone is a vector, whose gradient stays.
/// </summary>
internal sealed record CentralizeGradient() : Modifier(ModifierOrder.CentralizeGradient)
{
    public const string Sum = "gradientSum";
    public const string Mean = "gradientMean";

    public override string Description => "centralized gradient";

    public override bool MeasuresGradient => true;

    public override IReadOnlyList<ReductionModel> Reductions => [new(Sum, ReductionKind.Sum, Scope.Row)];

    public override ValueModel Value => new(Mean, Scope.Row);

    public override string ValuePhase => "AverageGradient";

    public override bool NeedsSides => true;

    public override IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int gradient) => [gradient];

    public override int LowerValue(ModifierLowering lowering)
    {
        var graph = lowering.Graph;
        var (rows, columns, one) = (lowering.Prepared(Rows), lowering.Prepared(Columns), graph.Real(1));
        var isVector = graph.Binary(Op.Or, graph.Binary(Op.Equal, rows, one), graph.Binary(Op.Equal, columns, one));
        graph.Name(isVector, "isVector");
        return graph.Select(isVector, graph.Real(0), lowering.Divide(lowering.Value(Sum), columns));
    }

    public override int LowerGradient(ModifierLowering lowering, int gradient)
    {
        var centralized = lowering.Subtract(gradient, lowering.Value(Mean));
        lowering.Graph.Name(centralized, "centralizedGradient");
        return centralized;
    }

    public override IReadOnlyList<string> SummandExpressions(ModifierNames names) => ["gradient"];

    public override string ValueExpression(ModifierNames names) =>
        $"{names.Prepared(Rows)} == 1 || {names.Prepared(Columns)} == 1 ? 0 : {names.Value(Sum)} / {names.Prepared(Columns)}";

    public override string GradientStatement(ModifierNames names) => $"gradient = gradient - {names.Value(Mean)};";
}
