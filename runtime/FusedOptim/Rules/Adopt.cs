using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam that divides by the second moment of the steps before: v ← g² at first, and after that m ← β₁m + (1 −
/// β₁)·clip(g/max(√v, ε), ±(t − 1)^¼), θ ← (1 − ηλ)θ − ηm, then v ← β₂v + (1 − β₂)g².
/// </summary>
/// <remarks>
/// S. Taniguchi et al., "ADOPT: Modified Adam Can Converge with Any β₂ with the Optimal Rate", NeurIPS 2024, algorithm
/// 2 with the clipping and the defaults of the authors' code; their steps are counted from the second gradient. The
/// first takes the squares alone. Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the momentum.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, the least divisor.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Adopt(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.9999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-6)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        if (step == 1)
        {
            v = gradient * gradient;
            return 0;
        }

        var clip = Math.Pow(step - 1, 0.25);
        var normalized = Math.Clamp(gradient / Math.Max(Math.Sqrt(v), Epsilon), -clip, clip);
        m = Beta1 * m + (1 - Beta1) * normalized;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        return m;
    }
}
