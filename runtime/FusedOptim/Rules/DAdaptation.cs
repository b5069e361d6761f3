using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam that learns its step size, D-Adapt Adam: r ← √β₂·r + (1 − √β₂)·γ⟨g, s/(√v + ε)⟩, m ← β₁m + (1 − β₁)γg, v ← β₂v
/// + (1 − β₂)g², s ← √β₂·s + (1 − √β₂)γg, θ ← (1 − γλ)θ − m/(√v + ε), d ← max(d, r/((1 − √β₂)‖s‖₁)), with γ = ηd of the
/// last d and sums over the whole model.
/// </summary>
/// <remarks>
/// A. Defazio and K. Mishchenko, "Learning-Rate-Free Learning by D-Adaptation", ICML 2023, algorithm 5, in the order of
/// the authors' code, which takes the inner product before it updates s and v, with its decoupled weight decay and
/// without its options of bias correction and a bounded growth of d. Groups that differ in their weight decay alone
/// have the same d. Where gradients stay constant, the distance to a solution is infinite: d grows exponentially, and values
/// are NaN once it leaves the range, in float after 60 steps with a gradient of 0.3. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, which scales the learned step size: leave it at 1, or schedule it from there.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
/// <param name="InitialDistance">What d, the estimate of the distance to a solution, starts from.</param>
[UpdateRule]
public sealed partial record DAdaptation(
    [NonNegative] double LearningRate = 1,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 0,
    [Range(1e-22, double.MaxValue)] double InitialDistance = 1e-6)
{
    private void Measure(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, [State("s")] ref double s,
        double d, [Sum(Over.Model)] ref double product, [Sum(Over.Model)] ref double sNorm)
    {
        var rate = d * LearningRate;
        product += rate * gradient * (s / (Math.Sqrt(v) + Epsilon));
        m = Beta1 * m + (1 - Beta1) * rate * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        s = Math.Sqrt(Beta2) * s + (1 - Math.Sqrt(Beta2)) * rate * gradient;
        sNorm += Math.Abs(s);
    }

    private void Prepare(
        double product, double sNorm, [Scalar(Over.Model, Initial = nameof(InitialDistance))] ref double d,
        [Scalar(Over.Model)] ref double r, out double rate)
    {
        rate = d * LearningRate;
        var rootBeta2 = Math.Sqrt(Beta2);
        r = rootBeta2 * r + (1 - rootBeta2) * product;
        if (sNorm > 0)
            d = Math.Max(d, r / ((1 - rootBeta2) * sNorm));
    }

    private void Update(ref double parameter, [State] double m, [State] double v, double rate) =>
        parameter = (1 - rate * WeightDecay) * parameter - m / (Math.Sqrt(v) + Epsilon);
}
