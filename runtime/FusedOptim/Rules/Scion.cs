using System.ComponentModel.DataAnnotations;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>
/// Scion with the spectral norm: m ← βm + (1 − β)g, d ← about U·Vᵀ for m = U·Σ·Vᵀ, θ ← (1 − η)θ − ηρs·d with s = √(rows/columns);
/// unconstrained, θ ← θ − ηρs·d.
/// </summary>
/// <remarks>
/// <para>T. Pethick et al., "Training Deep Learning Models with Norm-Constrained LMOs", ICML 2025, algorithms 1 and 2, as the authors' code has
/// it (<c>Spectral</c>). Their <c>momentum</c> is 1 − β. There the matrices are bfloat16 in the iterations, and 10⁻⁷ is added to the norm
/// that the matrix is divided by; here they have the precision of the set, and the norm is at least ε.</para>
/// <para>The authors recommend it for all layers but the last (<see cref="ScionSign"/>), with <c>AtLeastOne</c> for the first. For kernels of a
/// convolution they divide s by the number of places of the kernel, which is a part of ρ here. Rows are outputs, columns inputs, as the view
/// of the parameter says. Two passes over memory beside the products.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the momentum.</param>
/// <param name="Scale">ρ, the radius of the constraint.</param>
/// <param name="Constrained">Whether the parameter stays within ρ.</param>
/// <param name="Normalized">Whether s is √(rows/columns), and not √rows.</param>
/// <param name="AtLeastOne">Whether s is at least 1: the authors' <c>max</c>.</param>
/// <param name="Polynomials">The polynomials of the iterations.</param>
/// <param name="Iterations">How many iterations there are.</param>
/// <param name="Epsilon">ε, the least norm that a matrix is divided by.</param>
[UpdateRule]
public sealed partial record Scion(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta = 0.9,
    [Positive] double Scale = 1,
    bool Constrained = true,
    bool Normalized = true,
    bool AtLeastOne = false,
    NewtonSchulzKind Polynomials = NewtonSchulzKind.Quintic,
    [Range(1, 100)] int Iterations = 5,
    [Range(1e-30, double.MaxValue)] double Epsilon = 1e-7)
{
    private void Measure(double gradient, [State("momentum_buffer")] ref double m, out double d)
    {
        m = Beta * m + (1 - Beta) * gradient;
        d = m;
    }

    [Phase(Over.Matrix)]
    private void Orthogonalize(Matrix d) => d.Orthogonalize(NewtonSchulzCoefficients.Of(Polynomials, Iterations), Epsilon);

    private void Prepare(long rows, long columns, out double size)
    {
        var s = Math.Sqrt(Normalized ? (double)rows / columns : rows);
        size = Scale * (AtLeastOne ? Math.Max(1, s) : s);
    }

    private double Direction(double parameter, double d, double size) => size * d + (Constrained ? parameter : 0);
}
