using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// Multiplies by a factor at regular intervals: η = η₀·γ^⌊(t − 1)/n⌋. PyTorch's StepLR.
/// </summary>
public sealed record StepDecay : EpochSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="interval">n, how many steps a value lasts; at least 1.</param>
    /// <param name="factor">γ; greater than 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public StepDecay(double initial, int interval, double factor = 0.1)
        : base(initial, Checked(interval))
    {
        Guard.CheckPositive(factor);
        Factor = factor;
    }

    /// <summary>γ, what the value is multiplied by at each change.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    private protected override double FactorAfter(int epochs) => Elementwise.Pow(Factor, epochs);

    // The base would name its own parameter.
    private static int Checked(int interval)
    {
        Guard.AtLeast(1, interval);
        return interval;
    }
}
