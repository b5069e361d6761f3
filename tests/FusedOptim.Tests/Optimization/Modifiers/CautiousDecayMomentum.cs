namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>A heavy ball whose decoupled decay is cautious.</summary>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled, 0.3, Cautious = true)]
public sealed partial record CautiousDecayMomentum(double LearningRate = 0.1, double Momentum = 0.9)
{
    private double Direction(double gradient, [State] ref double m) => m = Momentum * m + gradient;
}
