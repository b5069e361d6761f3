using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdaGrad with a proximal step: s ← s + g², r = η/√s, θ ← sign(u)·max(|u| − rλ₁, 0)/(1 + rλ₂) with u = θ − rg.
/// </summary>
/// <remarks>
/// J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
/// JMLR 12, 2011, with the composite mirror descent update of section 5 for an L1 and an L2 term, as TensorFlow has it.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="L1">λ₁, which makes weights zero.</param>
/// <param name="L2">λ₂, which makes weights small.</param>
/// <param name="InitialAccumulator">What the sum of squares starts from; above zero, for rates divide by it.</param>
[UpdateRule]
public sealed partial record ProximalAdaGrad(
    [NonNegative] double LearningRate = 1e-2,
    [NonNegative] double L1 = 0,
    [NonNegative] double L2 = 0,
    [Range(1e-37, double.MaxValue)] double InitialAccumulator = 0.1)
{
    private void Update(
        ref double parameter,
        double gradient,
        [State("accumulator", Initial = nameof(InitialAccumulator))] ref double s)
    {
        s += gradient * gradient;
        var rate = LearningRate / Math.Sqrt(s);
        parameter = Elementwise.SoftThreshold(parameter - rate * gradient, rate * L1) / (1 + rate * L2);
    }
}
