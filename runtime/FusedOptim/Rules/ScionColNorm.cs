using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Scion with normalized columns: m ← βm + (1 − β)g, d = m/(RMS(m) + ε) with the root mean square of the column,
/// θ ← (1 − η)θ − ηρd; unconstrained, θ ← θ − ηρd.
/// </summary>
/// <remarks>
/// T. Pethick et al., "Training Deep Learning Models with Norm-Constrained LMOs", ICML 2025, algorithms 1 and 2, as the authors' code has
/// it (<c>ColNorm</c>), for the first layer. Their <c>momentum</c> is 1 − β. A bias in the view n × 1 takes the step of the authors'
/// <c>BiasRMS</c>; in the default view each of its elements is a column, and the step is that of signs. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the momentum.</param>
/// <param name="Scale">ρ, the radius of the constraint.</param>
/// <param name="Constrained">Whether the parameter stays within ρ.</param>
/// <param name="Normalized">Whether the step is divided by the number of columns.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where the momentum vanishes.</param>
[UpdateRule]
public sealed partial record ScionColNorm(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta = 0.9,
    [Positive] double Scale = 1,
    bool Constrained = true,
    bool Normalized = false,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    // Exact: the norm is that of the momentum as it is kept.
    private void Measure(double gradient, [State("momentum_buffer", Exact = true)] ref double m, [Sum(Over.Column)] ref double squares)
    {
        m = Beta * m + (1 - Beta) * gradient;
        squares += m * m;
    }

    [Phase(Over.Column)]
    private void ScaleColumn(double squares, long rows, long columns, out double scale) =>
        scale = Scale / (Math.Sqrt(squares / rows) * (Normalized ? columns : 1.0) + Epsilon);

    private double Direction(double parameter, [State] double m, double scale) => scale * m + (Constrained ? parameter : 0);
}
