namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>A heavy ball with slow weights.</summary>
[UpdateRule, Lookahead(5, 0.5)]
public sealed partial record LookaheadMomentum(double LearningRate = 0.1, double Momentum = 0.9)
{
    private double Direction(double gradient, [State("momentum_buffer")] ref double m) => m = Momentum * m + gradient;
}
