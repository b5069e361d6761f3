using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Square-root of minima of sums of maxima of squared gradients: ν = min(r, c) + g², m ← μm + (1 − μ)·g/√(ν + ε),
/// θ ← θ − ηm, where r and c become the greatest ν of the row and of the column.
/// </summary>
/// <remarks>
/// <para>R. Anil et al., "Memory-Efficient Adaptive Optimization", NeurIPS 2019, SM3-II with momentum, as the authors' code has it:
/// the momentum averages, and ε is under the root.</para>
/// <para>The cover is that of rows and columns of the parameter's view; the authors' code has one more for each further dimension. In
/// one row each column is an element: vectors are stepped by AdaGrad. Two passes over memory.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the decay rate of the momentum.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule]
public sealed partial record Sm3(
    [NonNegative] double LearningRate = 0.1,
    [DecayRate] double Momentum = 0.9,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-30)
{
    private void Measure(
        double gradient, [State("momentum")] ref double m, [State("accumulator_0", Over.Row)] double r,
        [State("accumulator_1", Over.Column)] double c, [Max(Over.Row)] ref double rowBound, [Max(Over.Column)] ref double columnBound)
    {
        var bound = Math.Min(r, c) + gradient * gradient;
        m = Momentum * m + (1 - Momentum) * (gradient / Math.Sqrt(bound + Epsilon));
        rowBound = Math.Max(rowBound, bound);
        columnBound = Math.Max(columnBound, bound);
    }

    [Phase(Over.Row)]
    private static void KeepRow(double rowBound, [State] ref double r) => r = rowBound;

    [Phase(Over.Column)]
    private static void KeepColumn(double columnBound, [State] ref double c) => c = columnBound;

    private static double Direction([State] double m) => m;
}
