using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdamW on gradients of reduced variance: c = g + γ·β₁/(1 − β₁)·(g − g′) with the gradient g′ of the step before, c ←
/// c/max(1, ‖c‖) tensor by tensor, m ← β₁m + (1 − β₁)c, v ← β₂v + (1 − β₂)c², θ ← (1 − ηλ)θ − η·m̂/(√v̂ + ε) with m̂ =
/// m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// H. Yuan et al., "MARS: Unleashing the Power of Variance Reduction for Training Large Models", ICML 2025, algorithm 2
/// (MARS-AdamW), in the approximate form that takes g′ from the last batch rather than computing it anew on this one,
/// with the defaults of the authors' code; g′ starts at zero as there. The code steps vectors by AdamW unless told
/// otherwise; this does not. Two passes over memory. Decoupled weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Gamma">γ, how much of the correction to apply.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record Mars(
    [NonNegative] double LearningRate = 3e-3,
    [DecayRate] double Beta1 = 0.95,
    [DecayRate] double Beta2 = 0.99,
    [NonNegative] double Gamma = 0.025,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
{
    private void Measure(double gradient, [State("last_grad")] double previous, [Sum] ref double squares)
    {
        var c = Corrected(gradient, previous);
        squares += c * c;
    }

    private static void Prepare(double squares, out double scale) => scale = squares > 1 ? 1 / Math.Sqrt(squares) : 1;

    private double Direction(
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_sq")] ref double v,
        [State] ref double previous,
        double scale,
        int step)
    {
        var c = Corrected(gradient, previous) * scale;
        previous = gradient;
        m = Beta1 * m + (1 - Beta1) * c;
        v = Beta2 * v + (1 - Beta2) * c * c;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(vHat) + Epsilon);
    }

    private double Corrected(double gradient, double previous) =>
        gradient + Gamma * Beta1 / (1 - Beta1) * (gradient - previous);
}
