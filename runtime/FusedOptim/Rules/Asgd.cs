namespace FusedOptim.Rules;

/// <summary>
/// Averaged gradient descent: θ ← (1 − ληₜ)θ − ηₜg with ηₜ = η/(1 + λη(t − 1))^α, and the average θ̄ ← θ̄ + μₜ(θ − θ̄)
/// with μₜ = 1/max(1, t − 1 − t₀).
/// </summary>
/// <remarks>
/// B. T. Polyak and A. B. Juditsky, "Acceleration of Stochastic Approximation by Averaging", SIAM Journal on Control
/// and Optimization 30, 1992, with the schedules of PyTorch (after L. Bottou's programs): a decay term with a rate of
/// its own, and averaging after t₀ steps, until when the average is the parameter. The average is the state "ax"; as in PyTorch, to
/// evaluate with it is left to the caller, because it is nothing before the first step. L2
/// weight decay beside the decay term, off unless set.
/// </remarks>
/// <param name="LearningRate">η, the step size at the start.</param>
/// <param name="Lambda">λ, the decay term.</param>
/// <param name="Alpha">α, the power by which the step size falls.</param>
/// <param name="AveragingStart">t₀, the number of steps before averaging starts.</param>
[UpdateRule, WeightDecay(WeightDecayKind.L2)]
public sealed partial record Asgd(
    [NonNegative] double LearningRate = 1e-2,
    [NonNegative] double Lambda = 1e-4,
    [NonNegative] double Alpha = 0.75,
    [NonNegative] double AveragingStart = 1e6)
{
    private void Update(ref double parameter, double gradient, [State("ax", Exact = true)] ref double average, int step)
    {
        var eta = LearningRate / Math.Pow(1 + Lambda * LearningRate * (step - 1), Alpha);
        var mu = 1 / Math.Max(1, step - 1 - AveragingStart);
        parameter = (1 - Lambda * eta) * parameter - eta * gradient;
        average += mu * (parameter - average);
    }
}
