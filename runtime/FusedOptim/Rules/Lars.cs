namespace FusedOptim.Rules;

/// <summary>
/// Layer-wise adaptive rate scaling: v ← μv + η·c·‖θ‖/(‖g‖ + λ‖θ‖)·(g + λθ), θ ← θ − v.
/// </summary>
/// <remarks>
/// Y. You, I. Gitman and B. Ginsburg, "Large Batch Training of Convolutional Networks", arXiv:1708.03888, 2017,
/// algorithm 1. Norms are those of each tensor. Where one of them is zero, as those of fresh biases are, the paper's
/// local rate would hold the tensor where it is: it is 1 there, as in common implementations. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, the global rate, which the paper lets decay as (1 − t/T)².</param>
/// <param name="Momentum">μ, the share of the velocity that is kept.</param>
/// <param name="TrustCoefficient">c, how far a tensor may move in a step, in shares of its norm.</param>
/// <param name="WeightDecay">λ, the coefficient of weight decay.</param>
[UpdateRule]
public sealed partial record Lars(
    [NonNegative] double LearningRate = 1,
    [DecayRate] double Momentum = 0.9,
    [Positive] double TrustCoefficient = 1e-3,
    [NonNegative] double WeightDecay = 5e-4)
{
    private static void Measure(
        double gradient, double parameter, [Sum] ref double gradientSquares, [Sum] ref double parameterSquares)
    {
        gradientSquares += gradient * gradient;
        parameterSquares += parameter * parameter;
    }

    private void Prepare(double gradientSquares, double parameterSquares, out double localRate)
    {
        var (gradientNorm, parameterNorm) = (Math.Sqrt(gradientSquares), Math.Sqrt(parameterSquares));
        localRate = gradientNorm > 0 && parameterNorm > 0
            ? TrustCoefficient * parameterNorm / (gradientNorm + WeightDecay * parameterNorm)
            : 1;
    }

    private void Update(
        ref double parameter, double gradient, [State("momentum_buffer")] ref double v, double localRate)
    {
        var decayed = WeightDecay > 0 ? parameter : 0;
        v = Momentum * v + LearningRate * localRate * (gradient + WeightDecay * decayed);
        parameter -= v;
    }
}
