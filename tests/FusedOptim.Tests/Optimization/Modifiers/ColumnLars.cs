namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Plain descent whose direction is scaled column by column.</summary>
[UpdateRule, TrustRatio(Over = Over.Column)]
public sealed partial record ColumnLars(double LearningRate = 0.1)
{
    private static double Direction(double gradient) => gradient;
}
