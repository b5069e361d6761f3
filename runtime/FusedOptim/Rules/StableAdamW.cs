using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdamW with update clipping: v ← β̂₁v + (1 − β̂₁)g, u ← β̂₂u + (1 − β̂₂)g², θ ← θ − η′·(λθ + v/(√u + ε)) with β̂ =
/// β(1 − βᵗ⁻¹)/(1 − βᵗ), η′ = η/max(1, RMS) and RMS² the mean of g²/max(u, ε²) over the tensor.
/// </summary>
/// <remarks>
/// M. Wortsman et al., "Stable and Low-Precision Training for Large-Scale Vision-Language Models", NeurIPS 2023,
/// algorithm 2. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotients finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay, which is clipped too.</param>
[UpdateRule]
public sealed partial record StableAdamW(
    [NonNegative] double LearningRate = 2e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.99,
    [Range(1e-18, double.MaxValue)] double Epsilon = 1e-6,
    [NonNegative] double WeightDecay = 0.2)
{
    private void Measure(double gradient, [State("exp_avg_sq")] ref double u, int step, [Sum] ref double ratios)
    {
        var beta2 = Debiased(Beta2, step);
        u = beta2 * u + (1 - beta2) * gradient * gradient;
        ratios += gradient * gradient / Math.Max(u, Epsilon * Epsilon);
    }

    private static void Prepare(long count, double ratios, out double clip) =>
        clip = Math.Max(1, Math.Sqrt(ratios / count));

    private void Update(
        double gradient, ref double parameter, [State("exp_avg")] ref double v, [State] double u, int step, double clip)
    {
        var beta1 = Debiased(Beta1, step);
        v = beta1 * v + (1 - beta1) * gradient;
        var rate = LearningRate / clip;
        parameter = (1 - rate * WeightDecay) * parameter - rate * (v / (Math.Sqrt(u) + Epsilon));
    }

    private static double Debiased(double beta, int step) =>
        beta * (1 - Math.Pow(beta, step - 1)) / (1 - Math.Pow(beta, step));
}
