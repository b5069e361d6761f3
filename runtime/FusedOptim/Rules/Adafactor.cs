using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adafactor, whose second moment is a row times a column: r ← r + t^−c·(mean g² over the row − r), likewise s over columns,
/// v = r·s/max(mean r, ε₁), u = g/√max(v, ε₁²), θ ← (1 − ηλ)θ − max(ε₂, RMS(θ))·min(η, 1/√t)·u/max(1, RMS(u)/d).
/// </summary>
/// <remarks>
/// <para>N. Shazeer and M. Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", ICML 2018, algorithms 4 to 6, in the
/// form of PyTorch 2.10 and with its defaults. PyTorch's <c>beta2_decay</c> is −c. By default its ε₁ is the epsilon of the tensor's type;
/// here it is that of <c>float</c>.</para>
/// <para>The paper adds ε₁ to g² in the place of both bounds, and has <c>Epsilon1 = 1e-30</c>: see <see cref="AdafactorForm"/>.</para>
/// <para>Rows and columns are those of the parameter's view. PyTorch takes the last two dimensions. In a view of one row, v = s: the second
/// moment of a vector is not factored, as in the paper's algorithm 5. A matrix is not factored where its view is 1 × 1 × n. r and s have
/// one element for each row and column. Steps are relative to the size of the tensor: where gradients keep their
/// signs, values grow exponentially. With ε₂ = 0 a tensor of zeros stays zero. Three passes over memory.</para>
/// </remarks>
/// <param name="LearningRate">η, the bound on the relative step size, and the rate of the weight decay.</param>
/// <param name="Decay">c, how the decay rate of the second moment grows with the steps.</param>
/// <param name="ClippingThreshold">d, the greatest root mean square of an update.</param>
/// <param name="Epsilon1">ε₁, which keeps the quotient finite where gradients vanish.</param>
/// <param name="Epsilon2">ε₂, the least size of a tensor that steps are relative to.</param>
/// <param name="Form">PyTorch's form, or one of the paper's.</param>
/// <param name="Beta1">β₁, the decay rate of the average of steps, where the form has one.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Adafactor(
    [NonNegative] double LearningRate = 1e-2,
    [Positive] double Decay = 0.8,
    [Positive] double ClippingThreshold = 1,
    [Range(1e-37, double.MaxValue)] double Epsilon1 = 1.1920928955078125e-7,
    [NonNegative] double Epsilon2 = 1e-3,
    AdafactorForm Form = AdafactorForm.PyTorch,
    [DecayRate] double Beta1 = 0.9)
{
    private void Measure(
        double gradient, double parameter, [Sum(Over.Row)] ref double rowSquares, [Sum(Over.Column)] ref double columnSquares,
        [Sum] ref double parameterSquares)
    {
        var square = gradient * gradient + (Form == AdafactorForm.PyTorch ? 0 : Epsilon1);
        rowSquares += square;
        columnSquares += square;
        parameterSquares += parameter * parameter;
    }

    [Phase(Over.Row)]
    private void AverageRow(
        double rowSquares, [State("row_var", Over.Row)] ref double r, int step, long columns, [Sum(Over.Matrix)] ref double rowTotal)
    {
        r = Averaged(r, rowSquares / columns, step);
        rowTotal += r;
    }

    // Roots are taken once for a row and once for a column.
    [Phase(Over.Row)]
    private void ScaleRow([State] double r, double rowTotal, long rows, out double rowScale) =>
        rowScale = rows == 1.0 ? 1 : Math.Sqrt(Math.Max(rowTotal / rows, Epsilon1) / r);

    [Phase(Over.Column)]
    private void AverageColumn(
        double columnSquares, [State("col_var", Over.Column)] ref double s, int step, long rows, out double columnScale)
    {
        s = Averaged(s, columnSquares / rows, step);
        columnScale = 1 / Math.Sqrt(s);
    }

    [Phase]
    private void MeasureUpdate(double gradient, double rowScale, double columnScale, [Sum] ref double updateSquares) =>
        updateSquares += Elementwise.Square(Scaled(gradient, rowScale, columnScale));

    private void Prepare(int step, long count, double updateSquares, double parameterSquares, out double rate)
    {
        var size = Math.Max(Epsilon2, Math.Sqrt(parameterSquares / count));
        var relativeRate = Math.Min(LearningRate, 1 / Math.Sqrt(step));
        rate = size * relativeRate / Math.Max(1, Math.Sqrt(updateSquares / count) / ClippingThreshold);
    }

    private void Update(
        ref double parameter, double gradient, double rowScale, double columnScale, [State("exp_avg")] ref double m, double rate)
    {
        var move = rate * Scaled(gradient, rowScale, columnScale);
        if (Form == AdafactorForm.PaperWithMoment)
        {
            m = Beta1 * m + (1 - Beta1) * move;
            move = m;
        }

        parameter -= move;
    }

    // Not average + share·(mean − average): where squares overflow, the average stays infinite, and what it belongs to stays in its place.
    private double Averaged(double average, double mean, int step)
    {
        var share = Math.Pow(step, -Decay);
        return (1 - share) * average + share * mean;
    }

    private double Scaled(double gradient, double rowScale, double columnScale) =>
        gradient * Math.Min(rowScale * columnScale, 1 / Epsilon1);
}

/// <summary>What Adafactor does with ε₁ and with its steps.</summary>
public enum AdafactorForm
{
    /// <summary>ε₁ bounds the mean of the rows, and ε₁² the second moment: PyTorch's form.</summary>
    PyTorch,

    /// <summary>ε₁ is added to the squares of gradients: the paper's algorithms.</summary>
    Paper,

    /// <summary>The paper's form, and the parameter follows an average of the steps: the first moment of the authors' code.</summary>
    PaperWithMoment,
}
