namespace FusedOptim.Samples.Rules;

/// <summary>Adai: the inertia of each element falls with its share of the second moment of the model.</summary>
/// <remarks>
/// Z. Xie et al., "Adaptive Inertia: Disentangling the Effects of Adaptive Learning Rate and Momentum", ICML 2022, algorithm 2.
/// </remarks>
[UpdateRule]
public sealed partial record Adai(
    [NonNegative] double LearningRate = 1,
    [NonNegative] double Beta0 = 0.1,
    [DecayRate] double Beta2 = 0.99,
    [DecayRate] double Epsilon = 1e-3)
{
    private void Measure(
        double gradient, [State("exp_avg_sq", Exact = true)] ref double v, int step,
        [Sum(Over.Model)] ref double total, [Sum(Over.Model)] ref double size)
    {
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        total += v / (1 - Math.Pow(Beta2, step));
        size += 1;
    }

    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State] double v, [State("beta1_prod", Value = 1)] ref double product,
        int step, double total, double size)
    {
        var vHat = v / (1 - Math.Pow(Beta2, step));
        var mu = Math.Clamp(1 - Beta0 / (total / size) * vHat, 0, 1 - Epsilon);
        m = mu * m + (1 - mu) * gradient;
        product *= mu;
        return m / (1 - product);
    }
}
