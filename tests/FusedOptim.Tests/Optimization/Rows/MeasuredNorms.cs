namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>A rule that takes norms of gradients: as they are, where squares overflow or underflow, and where zeros count too.</summary>
[UpdateRule]
public sealed partial record MeasuredNorms([NonNegative] double LearningRate = 0.01)
{
    private static void Measure(
        double gradient, [Norm] ref double size, [Norm(Over.Model)] ref double huge, [Norm] ref double tiny, [Norm] ref double shifted)
    {
        size = double.Hypot(size, gradient);
        huge = double.Hypot(huge, gradient * 1e200);
        tiny = double.Hypot(tiny, gradient * 1e-200);
        shifted = double.Hypot(shifted, gradient + 0.37);
    }

    private static void Prepare(
        double size, double huge, double tiny, double shifted, [Scalar("size")] ref double s, [Scalar("huge")] ref double h,
        [Scalar("tiny")] ref double t, [Scalar("shifted")] ref double z, out double factor)
    {
        (s, h, t, z) = (size, huge, tiny, shifted);
        factor = 1 / (1 + s + z);
    }

    private static double Direction(double gradient, double factor) => factor * gradient;
}
