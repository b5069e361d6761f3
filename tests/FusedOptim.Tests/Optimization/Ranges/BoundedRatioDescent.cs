namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Gradient descent by a ratio of norms that is bounded.</summary>
[UpdateRule, TrustRatio(Maximum = 1e30)]
public sealed partial record BoundedRatioDescent(double LearningRate = 0.01)
{
    private static double Direction(double gradient) => gradient;
}
