namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Two modifiers that measure the direction, on a rule that measures the gradient before.</summary>
[UpdateRule, Cautious(Rescale = true), WeightDecay(WeightDecayKind.InDirection, 0.1), TrustRatio(Over = Over.Row, Maximum = 3)]
public sealed partial record MeasuredRowLamb(double LearningRate = 0.1, double Beta = 0.9)
{
    private void Measure(
        double gradient, [State] ref double m, [Sum] ref double squares, [Sum(Over.Row)] ref double rowSquares)
    {
        m = Beta * m + (1 - Beta) * gradient;
        squares += gradient * gradient;
        rowSquares += gradient * gradient;
    }

    [Phase(Over.Row)]
    private void AverageRow(double rowSquares, long columns, [State(Over.Row)] ref double r) =>
        r = Beta * r + (1 - Beta) * rowSquares / columns;

    private static double Direction(
        double gradient, [State] double m, [State(Over.Row)] double r, [State] ref double v, double squares, long count)
    {
        v = 0.9 * v + gradient * gradient / (1 + squares / count);
        return m / (Math.Sqrt(v) + Math.Sqrt(r) + 0.01);
    }
}
