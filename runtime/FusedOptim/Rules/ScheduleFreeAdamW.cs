using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// AdamW without a schedule: v ← β₂v + (1 − β₂)g², d = g/(√v + ε) + λy, z ← z − γd, x ← (1 − c)x + cz, y = (1 − β₁)z +
/// β₁x with γ = η√(1 − β₂ᵗ)·min(1, t/T) and c = γ²/Σγ². Gradients are taken at y, which the parameter holds; x is there
/// to evaluate with.
/// </summary>
/// <remarks>
/// A. Defazio et al., "The Road Less Scheduled", NeurIPS 2024, algorithm 1. As in the authors' code, y moves without x:
/// y ← y + c(z − y) − γ(1 − β₁(1 − c))d with the old z, and x = y + (1 − 1/β₁)(z − y). That code weighs by the square
/// of the largest γ so far, which is another one where the learning rate falls.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, where gradients are taken: 1 at the average x, near 0 at z. The smaller it is, the less exact is x: its
/// error is that of y divided by β₁.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of weight decay at y.</param>
/// <param name="WarmupSteps">T, the number of steps in which the step size rises to η.</param>
[UpdateRule]
public sealed partial record ScheduleFreeAdamW(
    [NonNegative] double LearningRate = 2.5e-3,
    [Range(1e-37, 1.0)] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 0,
    [NonNegative] int WarmupSteps = 0)
{
    private void Prepare(int step, [Scalar(Over.Model)] ref double weightSum, out double rate, out double c)
    {
        var warmup = step < WarmupSteps ? (double)step / WarmupSteps : 1;
        rate = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, step)) * warmup;
        weightSum += rate * rate;
        c = weightSum > 0 ? rate * rate / weightSum : 0;
    }

    private void Update(
        ref double parameter, double gradient, [State("exp_avg_sq")] ref double v,
        [State("z", Initial = "parameter", Exact = true)] ref double z, double rate, double c)
    {
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var decayed = WeightDecay > 0 ? parameter : 0;
        var direction = gradient / (Math.Sqrt(v) + Epsilon) + WeightDecay * decayed;
        parameter += c * (z - parameter) - rate * (1 - Beta1 * (1 - c)) * direction;
        z -= rate * direction;
    }

    private double Evaluate(double parameter, [State] double z) => parameter + (1 - 1 / Beta1) * (z - parameter);
}
