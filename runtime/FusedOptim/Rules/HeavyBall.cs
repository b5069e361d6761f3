namespace FusedOptim.Rules;

/// <summary>
/// Gradient descent with momentum, the heavy ball: v ← μv + g, θ ← θ − ηv.
/// </summary>
/// <remarks>
/// B. T. Polyak, "Some Methods of Speeding up the Convergence of Iteration Methods", USSR Computational Mathematics and
/// Mathematical Physics 4, 1964, in the form of PyTorch: the learning rate stands outside the velocity, so that changing it
/// changes the whole step at once (<see cref="Velocity"/> has it inside, <see cref="AveragedMomentum"/> weighs the gradient by
/// 1 − μ). L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record HeavyBall(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Momentum = 0.9)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double v)
    {
        v = Momentum * v + gradient;
        return v;
    }
}
