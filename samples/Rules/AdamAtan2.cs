namespace FusedOptim.Samples.Rules;

/// <summary>Adam-atan2: Adam whose quotient is an arc tangent, which needs no ε and does not depend on the scale of gradients.</summary>
/// <remarks>
/// K. Everett et al., "Scaling Exponents Across Parameterizations and Optimizers", ICML 2024, the section on Adam-atan2.
/// </remarks>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record AdamAtan2(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999)
{
    private double Direction(double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return Elementwise.Atan2(mHat, Math.Sqrt(vHat));
    }
}
