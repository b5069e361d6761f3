using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Gradients divided by a running root mean square: v ← αv + (1 − α)g², θ ← θ − ηg/(√v + ε).
/// </summary>
/// <remarks>
/// T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Coursera, 2012. ε stands outside the root and α is 0.99, as in PyTorch;
/// the lecture has 0.9, and many texts put ε inside the root (<see cref="FusedOptim.EpsilonPlacement"/>). L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Alpha">α, the decay rate of the mean square.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="EpsilonPlacement">Whether ε is added to the root or under it.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record RmsProp(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Alpha = 0.99,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    EpsilonPlacement EpsilonPlacement = EpsilonPlacement.OutsideRoot)
{
    private double Direction(double gradient, [State("square_avg")] ref double v)
    {
        v = Alpha * v + (1 - Alpha) * gradient * gradient;
        return gradient / (EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(v + Epsilon) : Math.Sqrt(v) + Epsilon);
    }
}
