using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>η = η₀·exp(−β·e) with e = ⌊(t − 1)/n⌋.</summary>
public sealed record NaturalExponentialDecay : EpochSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="rate">β; at least 0 and finite.</param>
    /// <param name="stepsPerEpoch">n; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public NaturalExponentialDecay(double initial, double rate, int stepsPerEpoch = 1)
        : base(initial, stepsPerEpoch)
    {
        Guard.Check(rate >= 0 && double.IsFinite(rate), rate, "at least 0 and finite");
        Rate = rate;
    }

    /// <summary>β, how fast the value decays.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    private protected override double FactorAfter(int epochs) => Elementwise.Exp(-Rate * epochs);
}
