using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// Rises and falls in straight lines: η = η_min + (η_max − η_min)·max(0, 1 − x)·h with x = |(t − 1)/s − 2c + 1| in cycle c =
/// ⌊1 + (t − 1)/(2s)⌋; h is 1, 1/2^(c − 1) or γ^(t − 1) by the policy (L. N. Smith, "Cyclical Learning Rates for Training
/// Neural Networks", WACV 2017). PyTorch's CyclicLR.
/// </summary>
public sealed record TriangularCycles : Schedule
{
    /// <summary>A schedule.</summary>
    /// <param name="minimum">η_min, where each cycle starts and ends; finite.</param>
    /// <param name="maximum">η_max, the top of the first cycle (with <see cref="CyclePolicy.ExponentialRange"/> of none);
    /// finite and at least <paramref name="minimum"/>.</param>
    /// <param name="halfCycle">s, the steps of a rise, and of a fall; at least 1.</param>
    /// <param name="policy">How the height changes.</param>
    /// <param name="decay">γ of <see cref="CyclePolicy.ExponentialRange"/>, greater than 0 and at most 1; the other policies
    /// have no use for it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the policy is none.</exception>
    public TriangularCycles(
        double minimum, double maximum, int halfCycle, CyclePolicy policy = CyclePolicy.Triangular, double decay = 1)
    {
        Guard.CheckFinite(minimum);
        Guard.Check(
            double.IsFinite(maximum) && maximum >= minimum, maximum,
            Invariant($"finite and at least the minimum, {minimum}"));
        Guard.AtLeast(1, halfCycle);
        Guard.Check(
            policy is >= CyclePolicy.Triangular and <= CyclePolicy.ExponentialRange, (int)policy,
            $"a {nameof(CyclePolicy)}", nameof(policy));
        Guard.Check(decay is > 0 and <= 1, decay, "greater than 0 and at most 1");
        (Minimum, Maximum, HalfCycle, Policy, Decay) = (minimum, maximum, halfCycle, policy, decay);
    }

    /// <summary>η_min, where each cycle starts and ends.</summary>
    public double Minimum { get; }

    /// <summary>η_max, the top of the first cycle, before decay.</summary>
    public double Maximum { get; }

    /// <summary>s, the steps of a rise, and of a fall.</summary>
    public int HalfCycle { get; }

    /// <summary>How the height changes.</summary>
    public CyclePolicy Policy { get; }

    /// <summary>γ of <see cref="CyclePolicy.ExponentialRange"/>.</summary>
    public double Decay { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed)
    {
        var (half, within) = Math.DivRem(elapsed, HalfCycle);
        var (cycle, isFalling) = (half / 2, half % 2 == 1);
        var rise = (double)(isFalling ? HalfCycle - within : within) / HalfCycle;
        var height = Policy switch
        {
            CyclePolicy.Triangular2 => Math.ScaleB(1, -cycle),
            CyclePolicy.ExponentialRange => Elementwise.Pow(Decay, elapsed),
            _ => 1,
        };
        return Mix(Maximum, Minimum, rise * height);
    }
}
