using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Gradient descent with momentum in full: v ← μv + (1 − τ)g, starting from the first gradient; θ ← θ − ηv, or with
/// Nesterov's momentum θ ← θ − η(g + μv).
/// </summary>
/// <remarks>
/// I. Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013, in the form of
/// PyTorch: the first step is not dampened. PyTorch refuses Nesterov's momentum with dampening, which nothing here
/// does. With τ = 0 it is <see cref="HeavyBall"/> or <see cref="FusedOptim.Rules.Nesterov"/>. L2 weight decay, off unless
/// set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
/// <param name="Dampening">τ, what the gradient's share is less than one by.</param>
/// <param name="Nesterov">Whether to take the step from the point looked ahead to.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record MomentumSgd(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Momentum = 0.9,
    [Range(0.0, 1.0)] double Dampening = 0,
    bool Nesterov = false)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double v, int step)
    {
        v = step == 1 ? gradient : Momentum * v + (1 - Dampening) * gradient;
        return Nesterov ? gradient + Momentum * v : v;
    }
}
