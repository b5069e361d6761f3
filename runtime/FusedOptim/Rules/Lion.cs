namespace FusedOptim.Rules;

/// <summary>
/// Evolved sign momentum: θ ← (1 − ηλ)θ − η·sign(β₁m + (1 − β₁)g), then m ← β₂m + (1 − β₂)g.
/// </summary>
/// <remarks>
/// X. Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, algorithm 2, with the defaults of the
/// authors' code. Steps have the length η whatever the gradient: take a learning rate three to ten times smaller than
/// AdamW's, and a decay as many times greater. Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the share of the momentum in the step.</param>
/// <param name="Beta2">β₂, the decay rate of the momentum.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Lion(
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
