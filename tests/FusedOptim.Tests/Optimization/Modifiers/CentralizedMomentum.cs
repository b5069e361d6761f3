namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>A heavy ball whose gradient is centralized, clipped and decayed, and whose steps have the size of all gradients.</summary>
[UpdateRule, CentralizeGradient, ClipByValue(0.3), WeightDecay(WeightDecayKind.L2, 0.05), Lookahead(3)]
public sealed partial record CentralizedMomentum(double LearningRate = 0.1, double Momentum = 0.9)
{
    // Sees the gradient after the modifiers.
    private static void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;

    private double Direction(double gradient, [State] ref double m, double squares) =>
        m = Momentum * m + gradient / (1 + Math.Sqrt(squares));
}
