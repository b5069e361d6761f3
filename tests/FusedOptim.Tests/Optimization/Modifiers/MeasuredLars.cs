namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>A trust ratio of tensors on a direction that needs a norm of the model.</summary>
[UpdateRule, TrustRatio]
public sealed partial record MeasuredLars(double LearningRate = 0.1)
{
    private static void Measure(double gradient, [Norm(Over.Model)] ref double size) => size = double.Hypot(size, gradient);

    private static double Direction(double gradient, double parameter, double size) => gradient / (1 + size) + 0.01 * parameter;
}
