using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam with the greatest second moment so far: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², v̄ ← max(v̄, v), θ ← θ −
/// η·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v̄/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// S. J. Reddi, S. Kale and S. Kumar, "On the Convergence of Adam and Beyond", ICLR 2018, algorithm 2. The paper
/// corrects no bias; here the maximum is taken before the correction and the bias corrected after it, as in PyTorch. L2
/// weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AmsGrad(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
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
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = vMax / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
