namespace FusedOptim.Samples.Rules;

/// <summary>Adam with AdaNorm: a gradient whose norm is below the average of the norms so far is scaled up to it.</summary>
/// <remarks>
/// S. R. Dubey et al., "AdaNorm: Adaptive Gradient Norm Correction based Optimizer for CNNs", WACV 2023, algorithm 2. A gradient of zero
/// stays zero.
/// </remarks>
[UpdateRule]
public sealed partial record AdaNorm(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [DecayRate] double Gamma = 0.95,
    [Positive] double Epsilon = 1e-8)
{
    private static void Measure(double gradient, [Norm] ref double norm) => norm = double.Hypot(norm, gradient);

    private void Prepare(double norm, [Scalar("exp_grad_norm")] ref double e, out double correction)
    {
        e = Gamma * e + (1 - Gamma) * norm;
        correction = e > norm && norm > 0 ? e / norm : 1;
    }

    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step, double correction)
    {
        m = Beta1 * m + (1 - Beta1) * correction * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        return m / (1 - Math.Pow(Beta1, step)) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, step))) + Epsilon);
    }
}
