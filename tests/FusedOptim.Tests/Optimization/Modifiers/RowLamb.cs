namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Momentum and decay inside a direction that is scaled row by row.</summary>
[UpdateRule, CentralizeGradient, WeightDecay(WeightDecayKind.InDirection, 0.1), TrustRatio(0.5, Over = Over.Row, Minimum = 0.01, Maximum = 3)]
public sealed partial record RowLamb(double LearningRate = 0.1, double Momentum = 0.9)
{
    private double Direction(double gradient, [State] ref double m) => m = Momentum * m + (1 - Momentum) * gradient;
}
