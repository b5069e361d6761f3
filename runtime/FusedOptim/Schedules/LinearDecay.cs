namespace FusedOptim.Schedules;

/// <summary>η = η₀ + (η₁ − η₀)·(t − 1)/T, and η₁ after T steps. It may also rise. PyTorch's LinearLR.</summary>
public sealed record LinearDecay : AnnealingSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="steps">T; at least 1.</param>
    /// <param name="final">η₁; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LinearDecay(double initial, int steps, double final = 0)
        : base(initial, steps, final)
    {
    }

    /// <inheritdoc/>
    private protected override double InitialWeight(double progress) => 1 - progress;
}
