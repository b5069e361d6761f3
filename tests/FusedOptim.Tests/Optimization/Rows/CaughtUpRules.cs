namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Gradient descent whose rows catch up their decay.</summary>
[UpdateRule, WeightDecay(CatchUp = true)]
public sealed partial record CaughtUpSgd([NonNegative] double LearningRate = 0.1)
{
    private static double Direction(double gradient) => gradient;
}

/// <summary>The same with the decay of the paper of AdamW, which does not depend on the learning rate.</summary>
[UpdateRule, WeightDecay(WeightDecayKind.Independent, CatchUp = true)]
public sealed partial record CaughtUpIndependent([NonNegative] double LearningRate = 0.1)
{
    private static double Direction(double gradient) => gradient;
}

/// <summary>The same with a decay that falls with the square of the learning rate.</summary>
[UpdateRule, WeightDecay(WeightDecayKind.Corrected, CatchUp = true)]
public sealed partial record CaughtUpCorrected([NonNegative] double LearningRate = 0.1)
{
    private static double Direction(double gradient) => gradient;
}
