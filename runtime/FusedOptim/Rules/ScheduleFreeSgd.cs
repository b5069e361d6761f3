using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Gradient descent without a schedule: z ← z − γg, x ← (1 − c)x + cz, y = (1 − β)z + βx with γ = η·min(1, t/T) and c =
/// γ²/Σγ². Gradients are taken at y, which the parameter holds; x is there to evaluate with.
/// </summary>
/// <remarks>
/// A. Defazio et al., "The Road Less Scheduled", NeurIPS 2024. As in the authors' code, y moves without x: y ← y + c(z
/// − y) − γ(1 − β(1 − c))g with the old z, and x = y + (1 − 1/β)(z − y); L2 weight decay, off unless set, is that of y.
/// That code weighs by the square of the largest γ so far, which is another one where the learning rate falls.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, where gradients are taken: 1 at the average x, near 0 at z. The smaller it is, the less exact is x: its
/// error is that of y divided by β.</param>
/// <param name="WarmupSteps">T, the number of steps in which the step size rises to η.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record ScheduleFreeSgd(
    [NonNegative] double LearningRate = 1,
    [Range(1e-37, 1.0)] double Beta = 0.9,
    [NonNegative] int WarmupSteps = 0)
{
    private void Prepare(int step, [Scalar(Over.Model)] ref double weightSum, out double rate, out double c)
    {
        var warmup = step < WarmupSteps ? (double)step / WarmupSteps : 1;
        rate = LearningRate * warmup;
        weightSum += rate * rate;
        c = weightSum > 0 ? rate * rate / weightSum : 0;
    }

    private void Update(
        ref double parameter, double gradient, [State("z", Initial = "parameter", Exact = true)] ref double z, double rate, double c)
    {
        parameter += c * (z - parameter) - rate * (1 - Beta * (1 - c)) * gradient;
        z -= rate * gradient;
    }

    private double Evaluate(double parameter, [State] double z) => parameter + (1 - 1 / Beta) * (z - parameter);
}
