namespace FusedOptim;

/// <summary>
/// A linear rise to the first value of another schedule, which then runs from its own step 1: for t ≤ W, η = η₁·(f + (1 −
/// f)·(t − 1)/W) with η₁ = then.At(1), and then.At(t − W) after that; at t = W + 1 both are η₁, so that there is no jump (P.
/// Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017). PyTorch's LinearLR in a SequentialLR.
/// </summary>
/// <remarks>
/// <para>Without a factor, f = 1/(W + 1), which makes it η = η₁·t/(W + 1): equal rises from nothing, and no step is lost
/// to a rate of zero.</para>
/// <para>The other schedule runs W steps later. In a run of T steps, a <see cref="Cosine"/> of T steps does not reach its
/// final value: give it T − W steps.</para>
/// </remarks>
public sealed record WarmUp : Schedule
{
    /// <summary>A warm-up from 1/(steps + 1) of the first value.</summary>
    /// <param name="then">What comes after.</param>
    /// <param name="steps">W; at least 1.</param>
    /// <exception cref="ArgumentNullException">Nothing comes after.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 1 steps.</exception>
    public WarmUp(Schedule then, int steps)
        : this(then, steps, steps >= 1 ? 1 / (1.0 + steps) : 0)
    {
    }

    /// <summary>A warm-up.</summary>
    /// <param name="then">What comes after.</param>
    /// <param name="steps">W; at least 1.</param>
    /// <param name="initialFactor">f, what part of the first value it starts from; from 0 to 1.</param>
    /// <exception cref="ArgumentNullException">Nothing comes after.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public WarmUp(Schedule then, int steps, double initialFactor)
    {
        ArgumentNullException.ThrowIfNull(then);
        if (steps < 1)
            ArgumentRange.Check(false, steps, "at least 1. For no warm-up, use the schedule without one");
        ArgumentRange.Check(initialFactor is >= 0 and <= 1, initialFactor, "from 0 to 1");
        (Then, Steps, InitialFactor) = (then, steps, initialFactor);
    }

    /// <summary>What comes after.</summary>
    public Schedule Then { get; }

    /// <summary>W, how many steps the warm-up takes.</summary>
    public int Steps { get; }

    /// <summary>f, what part of the first value it starts from.</summary>
    public double InitialFactor { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed) => elapsed >= Steps
        ? Then.At(elapsed - Steps + 1)
        : Then.At(1) * Mix(1, InitialFactor, (double)elapsed / Steps);
}
