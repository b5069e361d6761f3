using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>A schedule that goes from one value to another in a number of steps, and then stays there.</summary>
public abstract record AnnealingSchedule : Schedule
{
    private protected AnnealingSchedule(double initial, int steps, double final)
    {
        Guard.CheckFinite(initial);
        Guard.AtLeast(1, steps);
        Guard.CheckFinite(final);
        (Initial, Steps, Final) = (initial, steps, final);
    }

    /// <summary>η₀, the value at step 1.</summary>
    public double Initial { get; }

    /// <summary>T, the number of steps after which the final value is reached, at step T + 1.</summary>
    public int Steps { get; private init; }

    /// <summary>η₁, the value after T steps and from then on.</summary>
    public double Final { get; }

    /// <inheritdoc/>
    protected sealed override double After(int elapsed) =>
        elapsed >= Steps ? Final : Mix(Initial, Final, InitialWeight((double)elapsed / Steps));

    /// <inheritdoc/>
    protected internal sealed override Schedule ShortenedBy(int steps)
    {
        CheckWarmUp(steps, Steps);
        return this with { Steps = Steps - steps };
    }

    /// <summary>The weight of the initial value, from 1 to 0.</summary>
    /// <param name="progress">(t − 1)/T, from 0 to below 1.</param>
    private protected abstract double InitialWeight(double progress);
}
