namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>A rule that measures gradients alone, in ways in which zeros count too.</summary>
[UpdateRule]
public sealed partial record MeasuredGradient([NonNegative] double LearningRate = 0.01)
{
    private static void Measure(
        double gradient, [Sum] ref double total, [Sum] ref double squares, [Sum(Over.Model)] ref double ofModel, [Max] ref double largest)
    {
        total += gradient + 0.37;
        squares += gradient * gradient;
        ofModel += Math.Abs(gradient);
        largest = Math.Max(largest, gradient - 3);
    }

    private static void Prepare(
        double total, double squares, double ofModel, double largest, [Scalar("total")] ref double t, [Scalar("squares")] ref double s,
        [Scalar("of_model")] ref double m, [Scalar("largest")] ref double l, out double factor)
    {
        (t, s, m, l) = (total, squares, ofModel, largest);
        factor = 1 / (1 + t + s + m) + l;
    }

    private static double Direction(double gradient, double factor) => factor * gradient;
}
