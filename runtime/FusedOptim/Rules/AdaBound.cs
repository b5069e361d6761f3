using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam whose rate of each element is bounded ever closer to that of gradient descent: m ← β₁m + (1 − β₁)g, v ← β₂v +
/// (1 − β₂)g², θ ← θ − clip(η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)/(√v + ε), α(1 − 1/(γt + 1)), α(1 + 1/(γt)))·m.
/// </summary>
/// <remarks>
/// L. Luo et al., "Adaptive Gradient Methods with Dynamic Bound of Learning Rate", ICLR 2019, algorithm 2, with the
/// bounds, the bias correction and the constant rate of the authors' code (the paper divides the rate by √t). The code
/// scales the final rate α as η changes from its first value; here it stays: schedule both. L2 weight decay, off unless
/// set.
/// </remarks>
/// <param name="LearningRate">η, the step size at the start.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="FinalLearningRate">α, the step size that both bounds go to.</param>
/// <param name="Gamma">γ, how fast they do.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AdaBound(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double FinalLearningRate = 0.1,
    [Range(1e-30, 1.0)] double Gamma = 1e-3)
{
    private void Update(
        ref double parameter,
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_sq")] ref double v,
        int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var corrected = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, step)) / (1 - Math.Pow(Beta1, step));
        var lower = FinalLearningRate * (1 - 1 / (Gamma * step + 1));
        var upper = FinalLearningRate * (1 + 1 / (Gamma * step));
        parameter -= Math.Clamp(corrected / (Math.Sqrt(v) + Epsilon), lower, upper) * m;
    }
}
