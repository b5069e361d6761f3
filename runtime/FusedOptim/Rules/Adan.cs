using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adaptive Nesterov momentum: with the difference d = g − g′ from the gradient before (zero at first), m ← β₁m + (1 −
/// β₁)g, u ← β₂u + (1 − β₂)d, n ← β₃n + (1 − β₃)(g + β₂d)², θ ← (θ − η·(m̂ + β₂û)/(√n̂ + ε))/(1 + ηλ) with m̂ = m/(1 −
/// β₁ᵗ), û = u/(1 − β₂ᵗ) and n̂ = n/(1 − β₃ᵗ).
/// </summary>
/// <remarks>
/// X. Xie et al., "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models", IEEE TPAMI 2024,
/// algorithm 1, with the bias correction, the ε beside the root and the defaults of the authors' code; the β of the
/// paper are 1 − β here. Weight decay is the paper's proximal one, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the differences.</param>
/// <param name="Beta3">β₃, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of proximal weight decay.</param>
[UpdateRule]
public sealed partial record Adan(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.98,
    [DecayRate] double Beta2 = 0.92,
    [DecayRate] double Beta3 = 0.99,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 0)
{
    private void Update(
        ref double parameter,
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_diff")] ref double u,
        [State("exp_avg_sq")] ref double n,
        [State("pre_grad")] ref double previous,
        int step)
    {
        var difference = step == 1 ? 0 : gradient - previous;
        previous = gradient;
        m = Beta1 * m + (1 - Beta1) * gradient;
        u = Beta2 * u + (1 - Beta2) * difference;
        n = Beta3 * n + (1 - Beta3) * Elementwise.Square(gradient + Beta2 * difference);
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var uHat = u / (1 - Math.Pow(Beta2, step));
        var nHat = n / (1 - Math.Pow(Beta3, step));
        var direction = (mHat + Beta2 * uHat) / (Math.Sqrt(nHat) + Epsilon);
        parameter = (parameter - LearningRate * direction) / (1 + LearningRate * WeightDecay);
    }
}
