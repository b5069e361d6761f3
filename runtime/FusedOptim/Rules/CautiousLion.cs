namespace FusedOptim.Rules;

/// <summary>
/// Lion that steps only where update and gradient agree: with u = sign(β₁m + (1 − β₁)g), θ ← (1 − ηλ)θ − η/ρ·[ug > 0]·u,
/// then m ← β₂m + (1 − β₂)g, with ρ the share of the tensor's elements that step, at least 0.001.
/// </summary>
/// <remarks>
/// K. Liang et al., "Cautious Optimizers: Improving Training with One Line of Code", arXiv:2411.16085, 2024, on Lion
/// (Chen et al., 2023), with the share of the authors' code: the paper divides by (number of steps + 1)/(number of
/// elements). Two passes over memory. Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the share of the momentum in the step.</param>
/// <param name="Beta2">β₂, the decay rate of the momentum.</param>
[UpdateRule, Cautious(Rescale = true), WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record CautiousLion(
    [NonNegative] double LearningRate = 1e-4,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.99)
{
    private double Direction(double gradient, [State("exp_avg")] ref double m)
    {
        var update = Elementwise.Sign(Beta1 * m + (1 - Beta1) * gradient);
        m = Beta2 * m + (1 - Beta2) * gradient;
        return update;
    }
}
