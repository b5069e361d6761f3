using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adafactor's second moment and a factored confidence: u = g/√v, u ← u/max(1, RMS(u)/d), m ← β₁m + (1 − β₁)u,
/// θ ← (1 − ηλ)θ − η·m/√s, where v factors an average of g² + ε₁ with β₂, and s one of (u − m)² + ε₂ with β₃.
/// </summary>
/// <remarks>
/// <para>Y. Luo et al., "CAME: Confidence-guided Adaptive Memory Efficient Optimization", ACL 2023, algorithm 2, as the authors' code has
/// it, with its defaults; it requires a learning rate, and the paper trains BERT with 2e-4. A factored average is r·c/mean r, where r and c are averages over rows and columns.</para>
/// <para>In a view of one row, v is not factored and s is 1, as the code does it with vectors. Four passes over memory.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Beta3">β₃, the decay rate of the instability.</param>
/// <param name="ClippingThreshold">d, the greatest root mean square of u.</param>
/// <param name="Epsilon1">ε₁, which keeps the quotient finite where gradients vanish.</param>
/// <param name="Epsilon2">ε₂, which keeps the quotient finite where u and its average agree.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Came(
    [NonNegative] double LearningRate = 2e-4,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [DecayRate] double Beta3 = 0.9999,
    [Positive] double ClippingThreshold = 1,
    [Range(1e-37, double.MaxValue)] double Epsilon1 = 1e-30,
    [Range(1e-37, double.MaxValue)] double Epsilon2 = 1e-16)
{
    private void Measure(double gradient, [Sum(Over.Row)] ref double rowSquares, [Sum(Over.Column)] ref double columnSquares)
    {
        var square = gradient * gradient + Epsilon1;
        rowSquares += square;
        columnSquares += square;
    }

    [Phase(Over.Row)]
    private void AverageRow(
        double rowSquares, [State("exp_avg_sq_row", Over.Row)] ref double r, long columns, [Sum(Over.Matrix)] ref double rowTotal)
    {
        r = Beta2 * r + (1 - Beta2) * (rowSquares / columns);
        rowTotal += r;
    }

    [Phase(Over.Row)]
    private static void ScaleRow([State] double r, double rowTotal, long rows, out double rowScale) =>
        rowScale = Math.Sqrt(rowTotal / rows / r);

    [Phase(Over.Column)]
    private void ScaleColumn(
        double columnSquares, [State("exp_avg_sq_col", Over.Column)] ref double c, long rows, out double columnScale)
    {
        c = Beta2 * c + (1 - Beta2) * (columnSquares / rows);
        columnScale = 1 / Math.Sqrt(c);
    }

    [Phase]
    private static void MeasureUpdate(double gradient, double rowScale, double columnScale, [Sum] ref double updateSquares) =>
        updateSquares += Elementwise.Square(gradient * rowScale * columnScale);

    [Phase]
    private void MeasureInstability(
        double gradient, double rowScale, double columnScale, double updateSquares, long count, [State("exp_avg")] ref double m,
        [Sum(Over.Row)] ref double rowInstability, [Sum(Over.Column)] ref double columnInstability)
    {
        var clip = Math.Max(1, Math.Sqrt(updateSquares / count) / ClippingThreshold);
        var u = gradient * rowScale * columnScale / clip;
        m = Beta1 * m + (1 - Beta1) * u;
        var instability = Elementwise.Square(u - m) + Epsilon2;
        rowInstability += instability;
        columnInstability += instability;
    }

    [Phase(Over.Row)]
    private void AverageRowInstability(
        double rowInstability, [State("exp_avg_res_row", Over.Row)] ref double ri, long columns, [Sum(Over.Matrix)] ref double instabilityTotal)
    {
        ri = Beta3 * ri + (1 - Beta3) * (rowInstability / columns);
        instabilityTotal += ri;
    }

    [Phase(Over.Row)]
    private static void TrustRow([State] double ri, double instabilityTotal, long rows, out double rowConfidence) =>
        rowConfidence = rows == 1.0 ? 1 : Math.Sqrt(instabilityTotal / rows / ri);

    [Phase(Over.Column)]
    private void TrustColumn(
        double columnInstability, [State("exp_avg_res_col", Over.Column)] ref double ci, long rows, out double columnConfidence)
    {
        ci = Beta3 * ci + (1 - Beta3) * (columnInstability / rows);
        columnConfidence = rows == 1.0 ? 1 : 1 / Math.Sqrt(ci);
    }

    private static double Direction([State] double m, double rowConfidence, double columnConfidence) =>
        m * rowConfidence * columnConfidence;
}
