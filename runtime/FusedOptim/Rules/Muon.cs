using System.ComponentModel.DataAnnotations;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>
/// Muon, momentum that is orthogonalized: m ← m + (1 − μ)(g − m), u = g + μ(m − g) with Nesterov momentum and m without it, u ← about U·Vᵀ
/// for u = U·Σ·Vᵀ, θ ← (1 − ηλ)θ − ηs·u with s = √max(1, rows/columns), or 0.2·√max(rows, columns).
/// </summary>
/// <remarks>
/// <para>K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024, in the form of PyTorch 2.10 and with its
/// defaults; there the matrices are bfloat16 in the iterations, here they have the precision of the set. The second adjustment is that of
/// J. Liu et al., "Muon is Scalable for LLM Training", 2025, section 2.2, with which rates of AdamW can be kept.</para>
/// <para>For matrices: a parameter of more dimensions is one of shape[0] × the rest, as in the authors' code, or what its view says
/// (<see cref="Parameter.View"/>). Vectors, embeddings and the last layer are stepped by another rule. A zero gradient has a zero step. Two
/// passes over memory beside the products.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the decay rate of the momentum.</param>
/// <param name="WeightDecay">λ, the weight decay, with the rate as it is.</param>
/// <param name="Nesterov">Whether momentum looks ahead.</param>
/// <param name="Polynomials">The polynomials of the iterations.</param>
/// <param name="Iterations">How many iterations there are.</param>
/// <param name="Adjustment">How the rate depends on the size of the matrix.</param>
/// <param name="Epsilon">The least norm that a matrix is divided by.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Muon(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Momentum = 0.95,
    [NonNegative] double WeightDecay = 0.1,
    bool Nesterov = true,
    NewtonSchulzKind Polynomials = NewtonSchulzKind.Quintic,
    [Range(1, 100)] int Iterations = 5,
    MuonAdjustment Adjustment = MuonAdjustment.Original,
    [Range(1e-30, double.MaxValue)] double Epsilon = 1e-7)
{
    private void Measure(double gradient, [State("momentum_buffer")] ref double m, out double u)
    {
        m += (1 - Momentum) * (gradient - m);
        u = Nesterov ? gradient + Momentum * (m - gradient) : m;
    }

    [Phase(Over.Matrix)]
    private void Orthogonalize(Matrix u) => u.Orthogonalize(NewtonSchulzCoefficients.Of(Polynomials, Iterations), Epsilon);

    private void Prepare(long rows, long columns, out double scale) => scale = Adjustment == MuonAdjustment.Original
        ? Math.Sqrt(Math.Max(1, (double)rows / columns))
        : 0.2 * Math.Sqrt(Math.Max(rows, columns));

    private static double Direction(double u, double scale) => scale * u;
}

/// <summary>The factors that adjust Muon's rate to the size of a matrix.</summary>
public enum MuonAdjustment
{
    /// <summary>√max(1, rows/columns): that of the authors.</summary>
    Original,

    /// <summary>0.2·√max(rows, columns), so that a step has the root mean square of one of AdamW.</summary>
    MatchRmsAdamW,
}
