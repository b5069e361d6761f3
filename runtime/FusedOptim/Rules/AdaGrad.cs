using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adaptive gradients: s ← s + g², θ ← θ − η′·g/(√s + ε) with η′ = η/(1 + (t − 1)·decay).
/// </summary>
/// <remarks>
/// J. Duchi, E. Hazan and Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", JMLR 12,
/// 2011. ε stands outside the root, s can start above zero and the learning rate can decay, as in PyTorch; many texts put ε
/// inside the root (<see cref="FusedOptim.EpsilonPlacement"/>). L2 weight decay, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="LearningRateDecay">How fast the step size decays: by 1/(1 + (t − 1)·decay).</param>
/// <param name="InitialAccumulator">What the sum of squares starts from.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="EpsilonPlacement">Whether ε is added to the root or under it.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record AdaGrad(
    [NonNegative] double LearningRate = 1e-2,
    [NonNegative] double LearningRateDecay = 0,
    [NonNegative] double InitialAccumulator = 0,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-10,
    EpsilonPlacement EpsilonPlacement = EpsilonPlacement.OutsideRoot)
{
    private double Direction(
        double gradient, [State("sum", Initial = nameof(InitialAccumulator))] ref double s, int step)
    {
        s += gradient * gradient;
        var decay = 1 + (step - 1) * LearningRateDecay;
        return gradient / (EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(s + Epsilon) : Math.Sqrt(s) + Epsilon) / decay;
    }
}
