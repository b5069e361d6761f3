namespace FusedOptim.Rules;

/// <summary>
/// Tight-fisted optimizer: m ← βm + (1 − β)g, θ ← (1 − ηλ)θ − η·sign(m).
/// </summary>
/// <remarks>
/// J. Su, "Tiger: A Tight-fisted Optimizer", https://github.com/bojone/tiger, 2023: <see cref="Lion"/> with β₁ = β₂,
/// which is <see cref="Signum"/> with other defaults. The author's code also scales the rate tensor by tensor (by half
/// for biases and gains, by the root mean square of weights): make groups for that. Decoupled weight decay.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the momentum.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Tiger(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta = 0.965,
    [NonNegative] double WeightDecay = 1e-2)
{
    private double Direction(double gradient, [State("exp_avg")] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        return Elementwise.Sign(m);
    }
}
