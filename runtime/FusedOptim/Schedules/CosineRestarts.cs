using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// Half waves of the cosine, one after another, each m times as long as the one before: η = η_min + (η_max − η_min)·(1 +
/// cos(π·c/Tᵢ))/2, c steps into cycle i with Tᵢ = T₀·mⁱ (I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent
/// with Warm Restarts", ICLR 2017). PyTorch's CosineAnnealingWarmRestarts.
/// </summary>
public sealed record CosineRestarts : Schedule
{
    /// <summary>A schedule.</summary>
    /// <param name="maximum">η_max, where each cycle starts; finite.</param>
    /// <param name="firstCycle">T₀, the steps of the first cycle; at least 1.</param>
    /// <param name="growth">m, how many times as long each cycle is as the one before; at least 1.</param>
    /// <param name="minimum">η_min, what each cycle falls towards; finite and at most <paramref name="maximum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CosineRestarts(double maximum, int firstCycle, int growth = 1, double minimum = 0)
    {
        Guard.CheckFinite(maximum);
        Guard.AtLeast(1, firstCycle);
        Guard.AtLeast(1, growth);
        Guard.Check(
            double.IsFinite(minimum) && minimum <= maximum, minimum,
            Invariant($"finite and at most the maximum, {maximum}"));
        (Maximum, FirstCycle, Growth, Minimum) = (maximum, firstCycle, growth, minimum);
    }

    /// <summary>η_max, where each cycle starts.</summary>
    public double Maximum { get; }

    /// <summary>T₀, the steps of the first cycle.</summary>
    public int FirstCycle { get; }

    /// <summary>m, how many times as long each cycle is as the one before.</summary>
    public int Growth { get; }

    /// <summary>η_min, what each cycle falls towards.</summary>
    public double Minimum { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed)
    {
        long length = FirstCycle;
        if (Growth == 1)
            elapsed %= FirstCycle;
        for (; elapsed >= length; length *= Growth)
            elapsed -= (int)length;
        return Mix(Maximum, Minimum, CosineWave.FallAt((double)elapsed / length));
    }
}
