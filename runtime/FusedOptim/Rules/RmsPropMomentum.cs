using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// RMSProp with momentum, centered or not: v ← αv + (1 − α)g², b ← μb + g/(√v + ε), θ ← θ − ηb; centered, v − ḡ² stands
/// in the place of v under the root, with ḡ ← αḡ + (1 − α)g.
/// </summary>
/// <remarks>
/// T. Tieleman and G. Hinton, "Lecture 6.5: rmsprop", Coursera, 2012; momentum and centering as A. Graves, "Generating
/// Sequences With Recurrent Neural Networks", arXiv:1308.0850, 2013, who has ε inside the root and the learning rate
/// inside the momentum; both are outside here, as in PyTorch. The variance v − ḡ² is taken as 0 where it rounds to less, as it
/// does where a gradient stays constant. There the step is ηg/ε: a constant gradient of 0.3 with the default ε moves a
/// parameter by 3·10⁵ per step. With α = 0 the variance is always 0. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Alpha">α, the decay rate of the mean square, and of the mean.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
/// <param name="Centered">Whether to divide by the root of the variance.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record RmsPropMomentum(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Alpha = 0.99,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [DecayRate] double Momentum = 0.9,
    bool Centered = false)
{
    // The difference of two averages that may be almost equal: both are exact.
    private double Direction(
        double gradient,
        [State("square_avg", Exact = true)] ref double v,
        [State("momentum_buffer")] ref double b,
        [State("grad_avg", Exact = true)] ref double mean)
    {
        v = Alpha * v + (1 - Alpha) * gradient * gradient;
        var variance = v;
        if (Centered)
        {
            mean = Alpha * mean + (1 - Alpha) * gradient;
            variance = v - mean * mean;
            // Where gradients are constant, both are equal but for their rounding.
            if (variance < 0)
                variance = 0;
        }

        b = Momentum * b + gradient / (Math.Sqrt(variance) + Epsilon);
        return b;
    }
}
