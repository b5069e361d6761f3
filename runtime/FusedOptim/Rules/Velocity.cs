namespace FusedOptim.Rules;

/// <summary>
/// Gradient descent with momentum, the learning rate inside the velocity: v ← μv + ηg, θ ← θ − v.
/// </summary>
/// <remarks>
/// B. T. Polyak, "Some Methods of Speeding up the Convergence of Iteration Methods", USSR Computational Mathematics and
/// Mathematical Physics 4, 1964, as most textbooks and I. Sutskever et al. (ICML 2013) write it. While the learning rate is
/// constant it is <see cref="HeavyBall"/>; when the rate drops, what has gathered in the velocity goes on at the old rate.
/// PyTorch does not have this form.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Velocity(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Momentum = 0.9)
{
    private void Update(ref double parameter, double gradient, [State("velocity")] ref double v)
    {
        v = Momentum * v + LearningRate * gradient;
        parameter -= v;
    }
}
