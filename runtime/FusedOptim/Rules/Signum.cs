namespace FusedOptim.Rules;

/// <summary>
/// The sign of the momentum: m ← βm + (1 − β)g, θ ← (1 − ηλ)θ − η·sign(m).
/// </summary>
/// <remarks>
/// J. Bernstein et al., "signSGD: Compressed Optimisation for Non-Convex Problems", ICML 2018, algorithm 2; with β = 0
/// it is signSGD. Decoupled weight decay, as in the paper, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the momentum.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Signum(
    [NonNegative] double LearningRate = 1e-4,
    [DecayRate] double Beta = 0.9)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        return Elementwise.Sign(m);
    }
}
