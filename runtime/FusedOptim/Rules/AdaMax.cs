using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam with the infinity norm: m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g| + ε), θ ← θ − η/(1 − β₁ᵗ)·m/u.
/// </summary>
/// <remarks>
/// D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 2. The paper has no ε; it
/// enters the norm as in PyTorch. L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the infinity norm.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AdaMax(
    [NonNegative] double LearningRate = 2e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-8)
{
    // The quotient has no root, which halves ranges: m must be right where u is small beside others of its block.
    private double Direction(
        double gradient, [State("exp_avg", Exact = true)] ref double m, [State("exp_inf")] ref double u, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        u = Math.Max(Beta2 * u, Math.Abs(gradient) + Epsilon);
        return m / (1 - Math.Pow(Beta1, step)) / u;
    }
}
