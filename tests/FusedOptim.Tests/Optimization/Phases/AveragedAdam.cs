namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>Modifiers that bring phases of their own: a trust ratio measures, averaged weights are evaluated.</summary>
[UpdateRule, TrustRatio, AveragedWeights(0.75)]
public sealed partial record AveragedAdam(double LearningRate = 0.02, double Beta1 = 0.9, double Beta2 = 0.99)
{
    private double Direction(double gradient, [State] ref double m, [State] ref double v)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        return m / (Math.Sqrt(v) + 1e-8);
    }
}
