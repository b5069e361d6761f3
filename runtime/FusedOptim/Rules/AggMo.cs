namespace FusedOptim.Rules;

/// <summary>
/// Aggregated momentum: three velocities vᵢ ← βᵢvᵢ + g, θ ← θ − η·(v₁ + v₂ + v₃)/3.
/// </summary>
/// <remarks>
/// J. Lucas et al., "Aggregated Momentum: Stability Through Passive Damping", ICLR 2019, equation 2, with the number of
/// velocities and the βᵢ = 1 − 0.1ⁱ⁻¹ that the authors recommend. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the share of the first velocity that is kept.</param>
/// <param name="Beta2">β₂, that of the second.</param>
/// <param name="Beta3">β₃, that of the third.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AggMo(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Beta1 = 0,
    [DecayRate] double Beta2 = 0.9,
    [DecayRate] double Beta3 = 0.99)
{
    private double Direction(
        double gradient,
        [State("momentum_buffer_1")] ref double v1,
        [State("momentum_buffer_2")] ref double v2,
        [State("momentum_buffer_3")] ref double v3)
    {
        v1 = Beta1 * v1 + gradient;
        v2 = Beta2 * v2 + gradient;
        v3 = Beta3 * v3 + gradient;
        return (v1 + v2 + v3) / 3;
    }
}
