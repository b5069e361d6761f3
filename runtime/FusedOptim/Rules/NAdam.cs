using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adam with Nesterov's momentum: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η·((1 − μₜ)/(1 − Πₜ)·g + μₜ₊₁/(1 −
/// Πₜμₜ₊₁)·m)/(√v̂ + ε) with μₜ = β₁(1 − ½·0.96^(tψ)), Πₜ = μ₁⋯μₜ and v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// T. Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016, in the form of PyTorch: the schedule of μ
/// weighs gradient and first moment, while the moment itself decays by β₁. The product Π is a scalar, so that
/// hyperparameters may change between steps. (PyTorch 1.13 multiplies Π by μₜ once more, unless told to update many
/// tensors at once.) L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="MomentumDecay">ψ, how fast μ goes from β₁/2 to β₁.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record NAdam(
    [NonNegative] double LearningRate = 2e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double MomentumDecay = 4e-3)
{
    private void Prepare(
        int step, [Scalar(Key = "mu_product", Value = 1)] ref double product, out double gradientWeight, out double momentWeight)
    {
        var mu = Mu(step);
        var next = Mu(step + 1.0);
        product *= mu;
        gradientWeight = (1 - mu) / (1 - product);
        momentWeight = next / (1 - product * next);
    }

    private double Mu(double step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));

    private double Direction(
        double gradient,
        [State("exp_avg")] ref double m,
        [State("exp_avg_sq")] ref double v,
        double gradientWeight,
        double momentWeight,
        int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return (gradientWeight * gradient + momentWeight * m) / (Math.Sqrt(vHat) + Epsilon);
    }
}
