using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Steps by the belief in gradients: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)(g − m)² + ε, θ ← (1 − ηλ)θ − η·m̂/(√ŝ + ε)
/// with m̂ = m/(1 − β₁ᵗ) and ŝ = s/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// J. Zhuang et al., "AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients", NeurIPS 2020,
/// algorithm 2, where ε gathers in s and stands beside the root, as in the authors' code, whose default for ε this is.
/// They also rectify as <see cref="RAdam"/> does unless told not to; this does not. Decoupled weight decay, off unless
/// set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the variance about it.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients are as expected.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record AdaBelief(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-16)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_var")] ref double s, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        s = Beta2 * s + (1 - Beta2) * Elementwise.Square(gradient - m) + Epsilon;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var sHat = s / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(sHat) + Epsilon);
    }
}
