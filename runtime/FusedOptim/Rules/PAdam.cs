using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Partially adaptive Adam, between momentum (p → 0) and AMSGrad (p = ½): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², v̂ ←
/// max(v̂, v), θ ← θ − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v̂ + ε)²ᵖ.
/// </summary>
/// <remarks>
/// J. Chen et al., "Closing the Generalization Gap of Adaptive Gradient Methods in Training Deep Neural Networks", 2018
/// (IJCAI 2020), algorithm 1, which divides by v̂ᵖ and corrects no bias. ε and the corrections stand as in the authors'
/// code, whose defaults these are; the correction of v does not follow p there. The paper's experiments have p = 1/8. L2
/// weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size; nearer momentum's than Adam's where p is small.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Partial">p, how adaptive steps are: above 0, at most ½.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record PAdam(
    [NonNegative] double LearningRate = 0.1,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(0.0, 0.5, MinimumIsExclusive = true)] double Partial = 0.25,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private double Direction(
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_sq")] ref double v,
        [State("max_exp_avg_sq")] ref double vMax,
        int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        vMax = Math.Max(vMax, v);
        var denominator = Elementwise.Pow(Math.Sqrt(vMax) + Epsilon, 2 * Partial);
        var correction = Math.Sqrt(1 - Math.Pow(Beta2, step)) / (1 - Math.Pow(Beta1, step));
        return correction * m / denominator;
    }
}
