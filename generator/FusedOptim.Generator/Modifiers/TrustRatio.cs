using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Scales the direction of each tensor, row or column to the size of its parameter: by c·‖θ‖/‖d‖ within bounds, and by 1 where either norm
/// is zero.
/// </summary>
internal sealed record TrustRatio(int Coefficient, double Minimum, double Maximum, Scope Over) : Modifier(ModifierOrder.TrustRatio)
{
    public const string ParameterSquares = "trustParameterSquares";
    public const string DirectionSquares = "trustDirectionSquares";
    private const string Ratio = "trustRatio";

    // No ratio is below 0 or above infinity.
    private bool HasMinimum => Minimum > 0;

    private bool HasMaximum => Maximum < double.PositiveInfinity;

    // One ratio for the tensor is a step constant; those of rows or columns take a pass over these.
    private bool IsUniform => Over == Scope.Tensor;

    public override string Description => Over switch
    {
        Scope.Row => "trust ratio by row",
        Scope.Column => "trust ratio by column",
        _ => "trust ratio",
    };

    public override IReadOnlyList<ReductionModel> Reductions =>
        [new(ParameterSquares, ReductionKind.Sum, Over), new(DirectionSquares, ReductionKind.Sum, Over)];

    public override ValueModel? Value => IsUniform ? null : new(Ratio, Over);

    public override string ValuePhase => "TakeRatio";

    public override int LowerDirection(ModifierLowering lowering, int direction) => lowering.Multiply(
        direction,
        IsUniform ? LowerRatio(lowering, lowering.Prepared(ParameterSquares), lowering.Prepared(DirectionSquares)) : lowering.Value(Ratio));

    public override int LowerValue(ModifierLowering lowering) =>
        LowerRatio(lowering, lowering.Value(ParameterSquares), lowering.Value(DirectionSquares));

    private int LowerRatio(ModifierLowering lowering, int parameterSquares, int directionSquares)
    {
        var graph = lowering.Graph;
        var ratio = lowering.Divide(
            lowering.Multiply(lowering.Hyperparameter(Coefficient), graph.Unary(Op.Sqrt, parameterSquares)),
            graph.Unary(Op.Sqrt, directionSquares));
        graph.Name(ratio, "normRatio");
        if (HasMinimum)
            ratio = graph.Binary(Op.Max, ratio, graph.Real(Minimum));
        if (HasMaximum)
            ratio = graph.Binary(Op.Min, ratio, graph.Real(Maximum));
        var isDefined = graph.Binary(
            Op.And,
            graph.Binary(Op.Greater, parameterSquares, graph.Real(0)),
            graph.Binary(Op.Greater, directionSquares, graph.Real(0)));
        var factor = graph.Select(isDefined, ratio, graph.Real(1));
        graph.Name(factor, Ratio);
        return factor;
    }

    public override IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int direction) =>
        [lowering.Multiply(lowering.Parameter, lowering.Parameter), lowering.Multiply(direction, direction)];

    public override string DirectionStatement(ModifierNames names) => IsUniform
        ? $"direction = direction * ({RatioExpression(names, names.Prepared(ParameterSquares), names.Prepared(DirectionSquares))});"
        : $"direction = direction * {names.Value(Ratio)};";

    public override string ValueExpression(ModifierNames names) =>
        RatioExpression(names, names.Value(ParameterSquares), names.Value(DirectionSquares));

    private string RatioExpression(ModifierNames names, string parameterSquares, string directionSquares)
    {
        var ratio = $"{names.Hyperparameter(Coefficient)} * global::System.Math.Sqrt({parameterSquares}) / global::System.Math.Sqrt({directionSquares})";
        if (HasMinimum)
            ratio = $"global::System.Math.Max({ratio}, {Literal(Minimum)})";
        if (HasMaximum)
            ratio = $"global::System.Math.Min({ratio}, {Literal(Maximum)})";
        return $"{parameterSquares} > 0 && {directionSquares} > 0 ? {ratio} : 1";
    }

    public override IReadOnlyList<string> SummandExpressions(ModifierNames names) =>
        ["parameter * parameter", "direction * direction"];

    private static string Literal(double value) => Literals.OfDouble(value).Text;
}
