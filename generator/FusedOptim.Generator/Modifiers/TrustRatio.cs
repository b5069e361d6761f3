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
    private const string Ratio = "trustRatio";

    private string ParameterSize => IsUniform ? "trustParameterSquares" : "trustParameterNorm";

    private string DirectionSize => IsUniform ? "trustDirectionSquares" : "trustDirectionNorm";

    // No ratio is below 0 or above infinity.
    private bool HasMinimum => Minimum > 0;

    private bool HasMaximum => Maximum < double.PositiveInfinity;

    // One ratio for the tensor is a step constant, of sums of squares in double. Those of rows or columns take a pass over these, of norms:
    // values of rows have the precision of the tensor, in which squares of floats do not fit.
    private bool IsUniform => Over == Scope.Tensor;

    public override string Description => Over switch
    {
        Scope.Row => "trust ratio by row",
        Scope.Column => "trust ratio by column",
        _ => "trust ratio",
    };

    public override IReadOnlyList<ReductionModel> Reductions =>
        [new(ParameterSize, Kind, Over), new(DirectionSize, Kind, Over)];

    private ReductionKind Kind => IsUniform ? ReductionKind.Sum : ReductionKind.Norm;

    public override ValueModel? Value => IsUniform ? null : new(Ratio, Over);

    public override string ValuePhase => "TakeRatio";

    public override int LowerDirection(ModifierLowering lowering, int direction) => lowering.Multiply(
        direction,
        IsUniform ? LowerRatio(lowering, lowering.Prepared(ParameterSize), lowering.Prepared(DirectionSize)) : lowering.Value(Ratio));

    public override int LowerValue(ModifierLowering lowering) =>
        LowerRatio(lowering, lowering.Value(ParameterSize), lowering.Value(DirectionSize));

    private int LowerRatio(ModifierLowering lowering, int parameterSize, int directionSize)
    {
        var graph = lowering.Graph;
        var ratio = lowering.Divide(
            lowering.Multiply(lowering.Hyperparameter(Coefficient), Norm(parameterSize)), Norm(directionSize));
        graph.Name(ratio, "normRatio");
        if (HasMinimum)
            ratio = graph.Binary(Op.Max, ratio, graph.Real(Minimum));
        if (HasMaximum)
            ratio = graph.Binary(Op.Min, ratio, graph.Real(Maximum));
        var isDefined = graph.Binary(
            Op.And,
            graph.Binary(Op.Greater, parameterSize, graph.Real(0)),
            graph.Binary(Op.Greater, directionSize, graph.Real(0)));
        var factor = graph.Select(isDefined, ratio, graph.Real(1));
        graph.Name(factor, Ratio);
        return factor;

        int Norm(int size) => IsUniform ? graph.Unary(Op.Sqrt, size) : size;
    }

    public override IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int direction) => IsUniform
        ? [lowering.Multiply(lowering.Parameter, lowering.Parameter), lowering.Multiply(direction, direction)]
        : [lowering.Graph.Unary(Op.Abs, lowering.Parameter), lowering.Graph.Unary(Op.Abs, direction)];

    public override string DirectionStatement(ModifierNames names) => IsUniform
        ? $"direction = direction * ({RatioExpression(names, names.Prepared(ParameterSize), names.Prepared(DirectionSize))});"
        : $"direction = direction * {names.Value(Ratio)};";

    public override string ValueExpression(ModifierNames names) =>
        RatioExpression(names, names.Value(ParameterSize), names.Value(DirectionSize));

    private string RatioExpression(ModifierNames names, string parameterSize, string directionSize)
    {
        var ratio = $"{names.Hyperparameter(Coefficient)} * {Norm(parameterSize)} / {Norm(directionSize)}";
        if (HasMinimum)
            ratio = $"global::System.Math.Max({ratio}, {Literal(Minimum)})";
        if (HasMaximum)
            ratio = $"global::System.Math.Min({ratio}, {Literal(Maximum)})";
        return $"{parameterSize} > 0 && {directionSize} > 0 ? {ratio} : 1";

        string Norm(string size) => IsUniform ? $"global::System.Math.Sqrt({size})" : size;
    }

    public override IReadOnlyList<string> SummandExpressions(ModifierNames names) =>
        IsUniform ? ["parameter * parameter", "direction * direction"] : [Absolute("parameter"), Absolute("direction")];

    private static string Absolute(string value) => $"global::System.Math.Abs({value})";

    private static string Literal(double value) => Literals.OfDouble(value).Text;
}
