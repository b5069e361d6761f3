using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam with an additive second moment: m ← β₁m + (1 − β₁)g, v ← v − (1 − β₂)·sign(v − g²)·g², θ ← θ − η·m/(√v + ε).
/// </summary>
/// <remarks>
/// M. Zaheer et al., "Adaptive Methods for Nonconvex Optimization", NeurIPS 2018, algorithm 2, which corrects no bias.
/// The paper starts v from the squares of a first gradient; here it starts from a constant, as TensorFlow Addons has it
/// (which corrects the bias and starts m from the constant as well). L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂; 1 − β₂ is how fast the second moment follows.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="InitialAccumulator">What the second moment starts from.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Yogi(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-3,
    [NonNegative] double InitialAccumulator = 1e-6)
{
    private double Direction(
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_sq", Initial = nameof(InitialAccumulator))] ref double v)
    {
        var square = gradient * gradient;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v -= (1 - Beta2) * Elementwise.Sign(v - square) * square;
        return m / (Math.Sqrt(v) + Epsilon);
    }
}
