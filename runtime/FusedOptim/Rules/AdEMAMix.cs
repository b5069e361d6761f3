using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdamW with a second, slower momentum: m₁ ← β₁m₁ + (1 − β₁)g, m₂ ← β₃(t)m₂ + (1 − β₃(t))g, v ← β₂v + (1 − β₂)g², θ ←
/// (1 − ηλ)θ − η·(m̂₁ + α(t)m₂)/(√v̂ + ε) with m̂₁ = m₁/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// M. Pagliardini, P. Ablin and D. Grangier, "The AdEMAMix Optimizer: Better, Faster, Older", ICLR 2025, algorithm 1.
/// During a warm-up of T steps α(t) = α·t/T and 1/ln β₃(t) = (1 − t/T)/ln β₁ + (t/T)/ln β₃, which is equation 4 of the
/// paper; it recommends to take all steps of the training for T. Without warm-up both are constant. α is one of the
/// values of the paper (the authors' code has 2). Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the fast momentum.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Beta3">β₃, the decay rate of the slow momentum.</param>
/// <param name="Alpha">α, the weight of the slow momentum.</param>
/// <param name="Warmup">T, the number of steps over which α and β₃ rise; 0 for none.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record AdEMAMix(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [DecayRate] double Beta3 = 0.9999,
    [NonNegative] double Alpha = 5,
    [NonNegative] double Warmup = 0,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private double Direction(
        double gradient,
        [State("exp_avg_fast")] ref double m1,
        [State("exp_avg_slow")] ref double m2,
        [State("exp_avg_sq")] ref double v,
        int step)
    {
        var progress = Math.Min(step / Math.Max(Warmup, 1), 1);
        var alpha = progress * Alpha;
        var beta3 = progress < 1
            ? Math.Exp(1 / ((1 - progress) / Math.Log(Beta1) + progress / Math.Log(Beta3)))
            : Beta3;
        m1 = Beta1 * m1 + (1 - Beta1) * gradient;
        m2 = beta3 * m2 + (1 - beta3) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var m1Hat = m1 / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return (m1Hat + alpha * m2) / (Math.Sqrt(vHat) + Epsilon);
    }
}
