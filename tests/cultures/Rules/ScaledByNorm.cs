using FusedOptim;

namespace UserProject;

/// <summary>Sums, a maximum, and scalars that start from negative numbers.</summary>
/// <param name="LearningRate">The rate.</param>
/// <param name="Bound">Where a scalar starts.</param>
[UpdateRule]
public sealed partial record ScaledByNorm(double LearningRate = 0.1, double Bound = -1.5)
{
    private static void Measure(double gradient, double parameter, [Sum] ref double squares, [Max(Over.Model)] ref double greatest)
    {
        squares += gradient * gradient - 0.5 * parameter;
        greatest = Math.Max(greatest, Math.Abs(parameter) - 1.25);
    }

    private static void Prepare(
        double squares, double greatest, [Scalar(Value = -1.75)] ref double kept, [Scalar(Initial = nameof(Bound))] ref double least,
        out double scale)
    {
        kept = -0.5 * kept + squares;
        least = Math.Min(least, greatest);
        scale = -1.0 / (1.5 + Math.Abs(kept - least));
    }

    private static double Direction(double gradient, double scale) => -gradient * scale;
}
