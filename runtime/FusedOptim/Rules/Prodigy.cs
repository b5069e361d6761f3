using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam that learns its step size: r ← √β₂·r + γ⟨g, θ₀ − θ⟩, m ← β₁m + (1 − β₁)dg, v ← β₂v + (1 − β₂)d²g², s ← √β₂·s +
/// γg, d′ = max(d, c·r/‖s‖₁), θ ← θ − ηd(m/(√v + d′ε) + λθ), d ← d′, with γ = ηd²/d₀ and sums over the whole model.
/// </summary>
/// <remarks>
/// K. Mishchenko and A. Defazio, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner", ICML 2024, algorithm 4,
/// in the order of the authors' code and with its defaults. The paper has γ = (1 − √β₂)ηd²; the constant factor keeps
/// sums from underflowing and leaves d as it is. The weight decay is decoupled; the code's options of bias correction,
/// safeguarded warm-up and a bounded growth of d are left out. Groups that differ in their weight decay alone have the
/// same d. Where gradients stay constant, the distance to a solution is infinite: d grows exponentially, and values are NaN
/// once it leaves the range, in float after 45 steps with a gradient of 0.3. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, which scales the learned step size: leave it at 1, or schedule it from there.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
/// <param name="InitialDistance">d₀, what d, the estimate of the distance to a solution, starts from.</param>
/// <param name="Coefficient">c, which scales the estimate; 0.5 to 2, where the method needs tuning.</param>
[UpdateRule]
public sealed partial record Prodigy(
    [NonNegative] double LearningRate = 1,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-15, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 0,
    [Range(1e-22, double.MaxValue)] double InitialDistance = 1e-6,
    [Positive] double Coefficient = 1)
{
    private void Measure(
        double gradient, double parameter, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v,
        [State("s")] ref double s, [State("p0", Initial = "parameter", Exact = true)] double initial, double d,
        [Sum(Over.Model)] ref double product, [Sum(Over.Model)] ref double sNorm)
    {
        var weight = d / InitialDistance * d * LearningRate;
        product += weight * gradient * (initial - parameter);
        m = Beta1 * m + (1 - Beta1) * d * gradient;
        v = Beta2 * v + (1 - Beta2) * (d * gradient * (d * gradient));
        s = Math.Sqrt(Beta2) * s + weight * gradient;
        sNorm += Math.Abs(s);
    }

    private void Prepare(
        double product, double sNorm, [Scalar(Over.Model, Initial = nameof(InitialDistance))] ref double d,
        [Scalar(Over.Model)] ref double r, out double lastDistance)
    {
        lastDistance = d;
        r = Math.Sqrt(Beta2) * r + product;
        if (sNorm > 0)
            d = Math.Max(d, Coefficient * r / sNorm);
    }

    private void Update(ref double parameter, [State] double m, [State] double v, double d, double lastDistance)
    {
        var rate = LearningRate * lastDistance;
        parameter = (1 - rate * WeightDecay) * parameter - rate * (m / (Math.Sqrt(v) + d * Epsilon));
    }
}
