using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Clipped steps by a diagonal Hessian: m ← β₁m + (1 − β₁)g, every k-th step h ← β₂h + (1 − β₂)ĥ, θ ← (1 − ηλ)θ −
/// η·clip(m/max(γh, ε), ±1).
/// </summary>
/// <remarks>
/// <para>
/// H. Liu et al., "Sophia: A Scalable Stochastic Second-order Optimizer for Language Model Pre-training", ICLR 2024,
/// algorithm 3. γ here is the paper's; the authors' code names it ρ and multiplies it by the size of the batch, which
/// it leaves out of the estimate. Decoupled weight decay.
/// </para>
/// <para>
/// ĥ, an estimate of the Hessian's diagonal, is given: before the steps 1, 1 + k, 1 + 2k, … the caller writes it into
/// the state "hessian_estimate" (<c>optimizer.GetState(parameter, "hessian_estimate")</c>, or the span handed to
/// <c>Apply</c>), which the rule only reads. The paper's Gauss-Newton-Bartlett estimate is B·ĝ² with the gradient ĝ of
/// the mean loss over a batch of B examples whose labels are drawn from the model's own predictions.
/// </para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the Hessian.</param>
/// <param name="Gamma">γ, the scale of the Hessian: the greater, the fewer elements are clipped.</param>
/// <param name="Epsilon">ε, the least divisor.</param>
/// <param name="Interval">k, the number of steps from one estimate to the next.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record SophiaG(
    [NonNegative] double LearningRate = 1e-4,
    [DecayRate] double Beta1 = 0.965,
    [DecayRate] double Beta2 = 0.99,
    [NonNegative] double Gamma = 0.01,
    [Range(1e-37, double.MaxValue)] double Epsilon = 1e-12,
    [Positive] int Interval = 10,
    [NonNegative] double WeightDecay = 0.1)
{
    private double Direction(
        double gradient,
        [State("exp_avg")] ref double m,
        [State("hessian")] ref double h,
        [State("hessian_estimate")] double estimate,
        int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        if ((step - 1) % Interval == 0)
            h = Beta2 * h + (1 - Beta2) * estimate;
        return Math.Clamp(m / Math.Max(Gamma * h, Epsilon), -1, 1);
    }
}
