using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdamW that steps only where momentum and gradient agree: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← (1 − ηλ)θ −
/// η/ρ·[mg > 0]·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ) and ρ the share of the tensor's elements that step, at
/// least 0.001.
/// </summary>
/// <remarks>
/// K. Liang et al., "Cautious Optimizers: Improving Training with One Line of Code", arXiv:2411.16085, 2024, algorithm
/// 2, with the share of the authors' code: the paper divides by (number of steps + 1)/(number of elements). Two passes over
/// memory. ε stands outside the root, after the correction of the bias, as in PyTorch's AdamW. Decoupled weight
/// decay.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
[UpdateRule, Cautious(Rescale = true), WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record CautiousAdamW(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
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
