namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Gradient descent whose steps are shares of the parameter.</summary>
[UpdateRule, TrustRatio]
public sealed partial record RatioDescent(double LearningRate = 0.01)
{
    private static double Direction(double gradient) => gradient;
}
