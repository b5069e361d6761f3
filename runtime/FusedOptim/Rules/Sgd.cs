namespace FusedOptim.Rules;

/// <summary>
/// Stochastic gradient descent: θ ← θ − ηg.
/// </summary>
/// <remarks>
/// H. Robbins and S. Monro, "A Stochastic Approximation Method", Annals of Mathematical Statistics 22, 1951. L2 weight decay,
/// off unless set, as in PyTorch.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Sgd([NonNegative] double LearningRate = 1e-2)
{
    private static double Direction(double gradient) => gradient;
}
