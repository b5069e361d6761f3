namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>
/// Momentum of gradients over an average of their norms, as NovoGrad has it: a second moment for each tensor.
/// </summary>
[UpdateRule]
public sealed partial record NormalizedMomentum(
    double LearningRate = 0.05, double Beta1 = 0.95, double Beta2 = 0.5, double Epsilon = 1e-8)
{
    private static void Measure(double gradient, [Sum] ref double squares, [Max] ref double largest)
    {
        squares += gradient * gradient;
        largest = Math.Max(largest, Math.Abs(gradient));
    }

    private void Prepare(
        int step, long count, double squares, double largest,
        [Scalar(Key = "second_moment")] ref double v, out double scale)
    {
        v = step == 1 ? squares : Beta2 * v + (1 - Beta2) * squares;
        scale = largest > 0 ? count / (count * Math.Sqrt(v) + Epsilon) : 0;
    }

    private double Direction(double gradient, [State] ref double m, double scale) => m = Beta1 * m + gradient * scale;
}
