using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Quasi-hyperbolic Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·((1 − ν₁)g + ν₁m̂)/(√((1 − ν₂)g² + ν₂v̂)
/// + ε) with m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// J. Ma and D. Yarats, "Quasi-hyperbolic momentum and Adam for deep learning", ICLR 2019, section 4, with the values
/// that the authors recommend for ν and β; with ν₁ = ν₂ = 1 it is <see cref="Adam"/>. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Nu1">ν₁, the share of the first moment in the step.</param>
/// <param name="Nu2">ν₂, the share of the second moment in the scale.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record QHAdam(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.995,
    [DecayRate] double Beta2 = 0.999,
    [Range(0.0, 1.0)] double Nu1 = 0.7,
    [Range(0.0, 1.0)] double Nu2 = 1.0,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        var square = gradient * gradient;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * square;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return ((1 - Nu1) * gradient + Nu1 * mHat) / (Math.Sqrt((1 - Nu2) * square + Nu2 * vHat) + Epsilon);
    }
}
