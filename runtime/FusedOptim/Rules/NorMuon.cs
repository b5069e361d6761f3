using System.ComponentModel.DataAnnotations;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>
/// Muon whose rows have one size: u as in <see cref="Muon"/>, v ← β₂v + (1 − β₂)·(mean u² over the row), w = u/(√v + 10⁻¹⁰),
/// θ ← (1 − ηλ)θ − η·√max(1, rows/columns)·(‖u‖/(‖w‖ + 10⁻¹⁰))·w, so that the norm of the step is Muon's.
/// </summary>
/// <remarks>
/// <para>Z. Li et al., "NorMuon: Making Muon more efficient and scalable", arXiv 2510.05491, algorithm 1, in the form of the authors' code and
/// with its defaults. There the matrices are bfloat16 in the iterations, and 10⁻⁷ is added to the norm that the matrix is divided by; here they
/// have the precision of the set, and the norm is at least ε, as in PyTorch's Muon. The paper scales by 0.2·√(rows·columns) in the place of
/// √max(1, rows/columns)·‖u‖.</para>
/// <para>For matrices, as <see cref="Muon"/>. v has one element for each row. A zero gradient has a zero step. Three passes over memory beside
/// the products.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the decay rate of the momentum.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="WeightDecay">λ, the weight decay, with the rate as it is.</param>
/// <param name="Nesterov">Whether momentum looks ahead.</param>
/// <param name="Polynomials">The polynomials of the iterations.</param>
/// <param name="Iterations">How many iterations there are.</param>
/// <param name="Epsilon">ε, the least norm that a matrix is divided by.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record NorMuon(
    [NonNegative] double LearningRate = 2e-2,
    [DecayRate] double Momentum = 0.95,
    [DecayRate] double Beta2 = 0.95,
    [NonNegative] double WeightDecay = 0,
    bool Nesterov = true,
    NewtonSchulzKind Polynomials = NewtonSchulzKind.Quintic,
    [Range(1, 100)] int Iterations = 5,
    [Range(1e-30, double.MaxValue)] double Epsilon = 1e-7)
{
    private void Measure(double gradient, [State("momentum_buffer")] ref double m, out double u)
    {
        m += (1 - Momentum) * (gradient - m);
        u = Nesterov ? gradient + Momentum * (m - gradient) : m;
    }

    [Phase(Over.Matrix)]
    private void Orthogonalize(Matrix u) => u.Orthogonalize(NewtonSchulzCoefficients.Of(Polynomials, Iterations), Epsilon);

    [Phase]
    private void MeasureRows(double u, [Sum(Over.Row)] ref double rowSquares) => rowSquares += u * u;

    [Phase(Over.Row)]
    private void AverageRow(
        double rowSquares, [State("second_momentum_buffer", Over.Row)] ref double v, long columns, out double weight,
        [Sum(Over.Matrix)] ref double squares, [Sum(Over.Matrix)] ref double weightedSquares)
    {
        v += (1 - Beta2) * (rowSquares / columns - v);
        weight = 1 / (Math.Sqrt(v) + 1e-10);
        squares += rowSquares;
        weightedSquares += weight * weight * rowSquares;
    }

    [Phase(Over.Row)]
    private static void ScaleRow(
        double weight, double squares, double weightedSquares, long rows, long columns, out double scale) =>
        scale = Math.Sqrt(Math.Max(1, (double)rows / columns)) * Math.Sqrt(squares) / (Math.Sqrt(weightedSquares) + 1e-10) * weight;

    private static double Direction(double u, double scale) => scale * u;
}
