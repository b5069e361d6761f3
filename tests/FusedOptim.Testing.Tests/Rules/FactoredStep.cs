namespace FusedOptim.Testing.Tests.Rules;

/// <summary>Gradients divided by the roots of what their row and their column have seen: a rule with phases over elements, rows and columns.</summary>
[UpdateRule]
public sealed partial record FactoredStep(double LearningRate = 0.1, [DecayRate] double Decay = 0.75)
{
    private static void Measure(double gradient, [Sum(Over.Row)] ref double squares, [Max(Over.Column)] ref double largest)
    {
        squares += gradient * gradient;
        largest = Math.Max(largest, Math.Abs(gradient));
    }

    [Phase(Over.Row)]
    private void GatherRows(double squares, long columns, [State("row", Over.Row)] ref double row, out double factor)
    {
        row = Decay * row + (1 - Decay) * squares / columns;
        factor = 1 / (Math.Sqrt(row) + 0.125);
    }

    [Phase(Over.Column)]
    private void GatherColumns(double largest, [State("column", Over.Column)] ref double column) =>
        column = Math.Max(Decay * column, largest);

    private double Direction(double gradient, double factor, [State(Over.Column)] double column) => gradient * factor / (1 + column);
}
