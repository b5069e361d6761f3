namespace FusedOptim.Rules;

/// <summary>
/// Gradient descent along an exponential average of the gradients: v ← βv + (1 − β)g, θ ← θ − ηv.
/// </summary>
/// <remarks>
/// The form of momentum that Adam's first moment has, without its bias correction: v keeps the size of a gradient, and a step
/// is 1 − β times that of <see cref="HeavyBall"/> with the same learning rate. PyTorch has it as SGD with dampening equal to
/// the momentum, but for the first step, which PyTorch does not dampen.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the average.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AveragedMomentum(
    [NonNegative] double LearningRate = 1e-1,
    [DecayRate] double Beta = 0.9)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double v)
    {
        v = Beta * v + (1 - Beta) * gradient;
        return v;
    }
}
