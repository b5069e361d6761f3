using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>η = k·η₀/√epoch with epoch = 1 + ⌊(t − 1)/n⌋, which counts from 1.</summary>
public sealed record InverseSquareRootDecay : EpochSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="k">The coefficient; greater than 0 and finite.</param>
    /// <param name="stepsPerEpoch">n; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public InverseSquareRootDecay(double initial, double k = 1, int stepsPerEpoch = 1)
        : base(initial, stepsPerEpoch)
    {
        Guard.CheckPositive(k);
        K = k;
    }

    /// <summary>The coefficient.</summary>
    public double K { get; }

    /// <inheritdoc/>
    private protected override double FactorAfter(int epochs) => K / Math.Sqrt(1.0 + epochs);
}
