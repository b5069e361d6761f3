using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// Multiplies by a factor once an epoch: η = η₀·γ^e with e = ⌊(t − 1)/n⌋. PyTorch's ExponentialLR, whose epochs are here n
/// steps.
/// </summary>
public sealed record ExponentialDecay : EpochSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="factor">γ; greater than 0 and finite.</param>
    /// <param name="stepsPerEpoch">n; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ExponentialDecay(double initial, double factor, int stepsPerEpoch = 1)
        : base(initial, stepsPerEpoch)
    {
        Guard.CheckPositive(factor);
        Factor = factor;
    }

    /// <summary>γ, what the value is multiplied by in each epoch.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    private protected override double FactorAfter(int epochs) => Elementwise.Pow(Factor, epochs);
}
