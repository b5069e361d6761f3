using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adaptive moment estimation: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·m̂/(√v̂ + ε)
/// with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, ε outside the root as there
/// and in PyTorch, or inside it as in many textbooks (<see cref="FusedOptim.EpsilonPlacement"/>). L2 weight decay, off unless set; <see cref="AdamW"/> decouples it.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="EpsilonPlacement">Whether ε is added to the root or under it.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Adam(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    EpsilonPlacement EpsilonPlacement = EpsilonPlacement.OutsideRoot)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return mHat / (EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(vHat + Epsilon) : Math.Sqrt(vHat) + Epsilon);
    }
}
