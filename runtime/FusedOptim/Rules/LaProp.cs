using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Momentum after adaptivity: v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁)·g/(√v̂ + ε), θ ← (1 − ηλ)θ − η·m/(1 − β₁ᵗ) with
/// v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// L. Ziyin, Z. T. Wang and M. Ueda, "LaProp: Separating Momentum and Adaptivity in Adam", arXiv:2002.04839, 2020,
/// algorithm 1. The learning rate stands outside the momentum, as in the paper; the authors' code has it inside, and
/// does not multiply the decay by it. Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the momentum (μ in the paper).</param>
/// <param name="Beta2">β₂, the decay rate of the second moment (ν in the paper).</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record LaProp(
    [NonNegative] double LearningRate = 4e-4,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-15)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var vHat = v / (1 - Math.Pow(Beta2, step));
        m = Beta1 * m + (1 - Beta1) * gradient / (Math.Sqrt(vHat) + Epsilon);
        return m / (1 - Math.Pow(Beta1, step));
    }
}
