using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Layer-wise adaptive moments for batch training: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², r = m̂/(√v̂ + ε) with m̂
/// = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ), θ ← θ − η·‖θ‖/‖r + λθ‖·(r + λθ).
/// </summary>
/// <remarks>
/// Y. You et al., "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes", ICLR 2020, algorithm 2, φ
/// the identity. Norms are those of each tensor; where one of them is zero, the ratio is 1. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of weight decay inside the direction.</param>
[UpdateRule, WeightDecay(WeightDecayKind.InDirection), TrustRatio]
public sealed partial record Lamb(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-6,
    [NonNegative] double WeightDecay = 1e-2)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
