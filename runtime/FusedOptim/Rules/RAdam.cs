using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Rectified Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·r·m̂·√(1 − β₂ᵗ)/(√v + ε) where ρₜ is above 5,
/// and θ ← θ − ηm̂ before, with m̂ = m/(1 − β₁ᵗ), ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ) and r² = (ρₜ − 4)(ρₜ −
/// 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ).
/// </summary>
/// <remarks>
/// L. Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020, algorithm 2. The paper
/// rectifies from ρₜ above 4 on and has no ε; both are as in PyTorch. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record RAdam(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var correction = 1 - Math.Pow(Beta2, step);
        var longest = 2 / (1 - Beta2) - 1;
        var length = longest - 2.0 * step * Math.Pow(Beta2, step) / correction;
        if (length <= 5)
            return mHat;
        var rectification = Math.Sqrt(
            (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        return rectification * mHat * Math.Sqrt(correction) / (Math.Sqrt(v) + Epsilon);
    }
}
