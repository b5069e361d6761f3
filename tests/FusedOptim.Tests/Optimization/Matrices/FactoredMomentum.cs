namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>
/// A rule with all that rows and columns have: sums over rows, columns, matrices and the tensor, states of both, several measuring
/// phases, and a state of elements beside them.
/// </summary>
[UpdateRule]
public sealed partial record FactoredMomentum(
    [Positive] double LearningRate = 0.01, [DecayRate] double Beta = 0.9, [DecayRate] double Decay = 0.8, [Positive] double Epsilon = 1e-12)
{
    private static void Measure(
        double gradient, double parameter, [Sum(Over.Row)] ref double rowSquares, [Sum(Over.Column)] ref double columnSquares,
        [Max(Over.Column)] ref double greatest, [Sum] ref double parameterSquares)
    {
        rowSquares += gradient * gradient;
        columnSquares += gradient * gradient;
        greatest = Math.Max(greatest, Math.Abs(gradient));
        parameterSquares += parameter * parameter;
    }

    [Phase(Over.Row)]
    private void GatherRows(double rowSquares, long columns, [State("row", Over.Row)] ref double row, [Sum(Over.Matrix)] ref double rowTotal)
    {
        row = Decay * row + (1 - Decay) * (rowSquares / columns);
        rowTotal += row;
    }

    [Phase(Over.Row)]
    private void FactorRows([State(Over.Row)] double row, double rowTotal, long rows, out double rowFactor) =>
        rowFactor = 1 / Math.Sqrt(row / (rowTotal / rows + Epsilon) + Epsilon);

    [Phase(Over.Column)]
    private void GatherColumns(
        double columnSquares, double greatest, long rows, [State("column", Over.Column)] ref double column, out double columnFactor)
    {
        column = Decay * column + (1 - Decay) * (columnSquares / rows);
        columnFactor = 1 / (Math.Sqrt(column) + 0.01 * greatest + Epsilon);
    }

    [Phase]
    private static void MeasureUpdate(double gradient, double rowFactor, double columnFactor, [Sum] ref double updateSquares)
    {
        var u = gradient * rowFactor * columnFactor;
        updateSquares += u * u;
    }

    private double Direction(
        double gradient, [State("momentum")] ref double m, double rowFactor, double columnFactor, [State(Over.Row)] double row,
        double updateSquares, double parameterSquares, long count)
    {
        var u = gradient * rowFactor * columnFactor / Math.Max(1, Math.Sqrt(updateSquares / count));
        m = Beta * m + (1 - Beta) * u;
        return m * Math.Max(1e-3, Math.Sqrt(parameterSquares / count)) + 1e-3 * row;
    }
}
