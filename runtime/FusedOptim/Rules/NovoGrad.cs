using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Normalized gradients with one second moment for each tensor: v ← β₂v + (1 − β₂)‖g‖², m ← β₁m + (g/(√v + ε) + λθ), θ
/// ← θ − ηm; v starts from the first ‖g‖².
/// </summary>
/// <remarks>
/// B. Ginsburg et al., "Stochastic Gradient Methods with Layer-wise Adaptive Moments for Training of Deep Networks",
/// arXiv:1905.11286, 2019, algorithm 1; ε is there at the first step too, as in the authors' code. Two passes over
/// memory.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of weight decay, which goes through the first moment.</param>
[UpdateRule]
public sealed partial record NovoGrad(
    [NonNegative] double LearningRate = 1e-2,
    [DecayRate] double Beta1 = 0.95,
    [DecayRate] double Beta2 = 0.98,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 0)
{
    private static void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;

    private void Prepare(int step, double squares, [Scalar(Key = "exp_avg_sq")] ref double v) =>
        v = step == 1 ? squares : Beta2 * v + (1 - Beta2) * squares;

    private double Direction(double gradient, double parameter, [State("exp_avg")] ref double m, double v)
    {
        var decayed = WeightDecay > 0 ? parameter : 0;
        m = Beta1 * m + (gradient / (Math.Sqrt(v) + Epsilon) + WeightDecay * decayed);
        return m;
    }
}
