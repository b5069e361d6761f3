using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>A schedule that changes once an epoch: its value at step t depends on e = ⌊(t − 1)/n⌋ with n steps an epoch.
/// With n = 1 it changes at every step.</summary>
public abstract record EpochSchedule : Schedule
{
    private protected EpochSchedule(double initial, int stepsPerEpoch)
    {
        Guard.CheckFinite(initial);
        Guard.AtLeast(1, stepsPerEpoch);
        (Initial, StepsPerEpoch) = (initial, stepsPerEpoch);
    }

    /// <summary>η₀, the value that the schedule scales.</summary>
    public double Initial { get; }

    /// <summary>n, how many steps pass between changes.</summary>
    public int StepsPerEpoch { get; }

    /// <inheritdoc/>
    protected sealed override double After(int elapsed) => Initial * FactorAfter(elapsed / StepsPerEpoch);

    /// <summary>What the initial value is multiplied by.</summary>
    /// <param name="epochs">e, how many epochs are complete.</param>
    private protected abstract double FactorAfter(int epochs);
}
