using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>The same value at every step; of use as what a warm-up leads to.</summary>
public sealed record ConstantSchedule : Schedule
{
    /// <summary>A schedule.</summary>
    /// <param name="value">The value; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public ConstantSchedule(double value)
    {
        Guard.CheckFinite(value);
        Value = value;
    }

    /// <summary>The value.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed) => Value;
}
