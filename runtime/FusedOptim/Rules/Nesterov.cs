namespace FusedOptim.Rules;

/// <summary>
/// Nesterov's accelerated gradient: v ← μv + g, θ ← θ − η(g + μv).
/// </summary>
/// <remarks>
/// Yu. E. Nesterov, "A method of solving a convex programming problem with convergence rate O(1/k²)", Soviet Mathematics
/// Doklady 27, 1983, in the form of I. Sutskever et al., "On the importance of initialization and momentum in deep learning",
/// ICML 2013, with the parameters kept at the point looked ahead to, as PyTorch has it: the gradient is taken where the
/// parameters are. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Nesterov(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Momentum = 0.9)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double v)
    {
        v = Momentum * v + gradient;
        return gradient + Momentum * v;
    }
}
