using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Scales the direction of each tensor to the size of its parameter: by c·‖θ‖/‖d‖ within bounds, and by 1 where either norm is
/// zero.
/// </summary>
internal sealed record TrustRatio(int Coefficient, double Minimum, double Maximum) : Modifier(ModifierOrder.TrustRatio)
{
    public const string ParameterSquares = "trustParameterSquares";
    public const string DirectionSquares = "trustDirectionSquares";

    // No ratio is below 0 or above infinity.
    private bool HasMinimum => Minimum > 0;

    private bool HasMaximum => Maximum < double.PositiveInfinity;

    public override string Description => "trust ratio";

    public override IReadOnlyList<string> Sums => [ParameterSquares, DirectionSquares];

    public override int LowerDirection(ModifierLowering lowering, int direction)
    {
        var graph = lowering.Graph;
        var (parameterSquares, directionSquares) = (lowering.Prepared(ParameterSquares), lowering.Prepared(DirectionSquares));
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
        graph.Name(factor, "trustRatio");
        return lowering.Multiply(direction, factor);
    }

    public override IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int direction) =>
        [lowering.Multiply(lowering.Parameter, lowering.Parameter), lowering.Multiply(direction, direction)];

    public override string DirectionStatement(ModifierNames names)
    {
        var (parameterSquares, directionSquares) = (names.Prepared(ParameterSquares), names.Prepared(DirectionSquares));
        var ratio = $"{names.Hyperparameter(Coefficient)} * global::System.Math.Sqrt({parameterSquares}) / global::System.Math.Sqrt({directionSquares})";
        if (HasMinimum)
            ratio = $"global::System.Math.Max({ratio}, {Literal(Minimum)})";
        if (HasMaximum)
            ratio = $"global::System.Math.Min({ratio}, {Literal(Maximum)})";
        return $"direction = direction * ({parameterSquares} > 0 && {directionSquares} > 0 ? {ratio} : 1);";
    }

    public override IReadOnlyList<string> SummandExpressions(ModifierNames names) =>
        ["parameter * parameter", "direction * direction"];

    private static string Literal(double value) => Literals.OfDouble(value).Text;
}
