namespace FusedOptim.Schedules;

/// <summary>
/// Half a wave of the cosine: η = η₁ + (η₀ − η₁)·(1 + cos(π·(t − 1)/T))/2, and η₁ after T steps (I. Loshchilov and F.
/// Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, without restarts). PyTorch's
/// CosineAnnealingLR up to T steps; there it rises again.
/// </summary>
public sealed record Cosine : AnnealingSchedule
{
    /// <summary>A schedule.</summary>
    /// <param name="initial">η₀; finite.</param>
    /// <param name="steps">T; at least 1.</param>
    /// <param name="final">η₁; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Cosine(double initial, int steps, double final = 0)
        : base(initial, steps, final)
    {
    }

    /// <inheritdoc/>
    private protected override double InitialWeight(double progress) => CosineWave.FallAt(progress);
}
