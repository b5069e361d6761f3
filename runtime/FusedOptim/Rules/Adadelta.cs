using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adadelta: v ← ρv + (1 − ρ)g², Δ = g·√(u + ε)/√(v + ε), u ← ρu + (1 − ρ)Δ², θ ← θ − ηΔ.
/// </summary>
/// <remarks>
/// M. D. Zeiler, "ADADELTA: An Adaptive Learning Rate Method", arXiv:1212.5701, 2012, algorithm 1. The paper has no learning
/// rate (η = 1); ε is inside both roots, as in the paper and in PyTorch. With <c>TwoRates</c> the average of the
/// steps has its own: u ← ρ₂u + (1 − ρ₂)Δ². L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, which scales the step.</param>
/// <param name="Rho">ρ, the decay rate of both averages.</param>
/// <param name="Epsilon">ε, which starts the steps off: the first is about √ε long.</param>
/// <param name="TwoRates">Whether the average of the steps has a decay rate of its own.</param>
/// <param name="StepRho">ρ₂, the decay rate of the average of the steps with <c>TwoRates</c>; it has no meaning without.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Adadelta(
    [NonNegative] double LearningRate = 1.0,
    [DecayRate] double Rho = 0.9,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-6,
    bool TwoRates = false,
    [DecayRate] double StepRho = 0.9)
{
    // An average of g² that is too small by a constant factor, as rounding to the nearest makes it, would let u grow in every step.
    private double Direction(
        double gradient, [State("square_avg", Exact = true)] ref double v, [State("acc_delta")] ref double u)
    {
        v = Rho * v + (1 - Rho) * gradient * gradient;
        var delta = Math.Sqrt(u + Epsilon) / Math.Sqrt(v + Epsilon) * gradient;
        u = TwoRates ? StepRho * u + (1 - StepRho) * delta * delta : Rho * u + (1 - Rho) * delta * delta;
        return delta;
    }
}
