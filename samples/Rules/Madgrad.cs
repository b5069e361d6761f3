namespace FusedOptim.Samples.Rules;

/// <summary>MADGRAD: dual averaging from the first weights, over the cube root of the sum of squares, with momentum.</summary>
/// <remarks>
/// A. Defazio and S. Jelassi, "A Momentumized, Adaptive, Dual Averaged Gradient Method", JMLR 2022, algorithm 1. The paper counts steps
/// from 0.
/// </remarks>
[UpdateRule]
public sealed partial record Madgrad(
    [NonNegative] double LearningRate = 1e-2,
    [Positive] double C = 0.1,
    [Positive] double Epsilon = 1e-6)
{
    private void Update(
        ref double parameter, double gradient, [State("s")] ref double s, [State("grad_sum_sq")] ref double nu,
        [State("x0", Initial = "parameter", Exact = true)] double x0, int step)
    {
        var lambda = LearningRate * Math.Sqrt(step);
        s += lambda * gradient;
        nu += lambda * gradient * gradient;
        var z = x0 - s / (Elementwise.Cbrt(nu) + Epsilon);
        parameter = (1 - C) * parameter + C * z;
    }
}
