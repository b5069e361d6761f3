namespace FusedOptim.Schedules;

/// <summary>
/// A linear rise to the first value of another schedule, which then runs from its own step 1: for t ≤ W, η = η₁·(f + (1 −
/// f)·(t − 1)/W) with η₁ = then.At(1), and then.At(t − W) after that; at t = W + 1 both are η₁, so that there is no jump (P.
/// Goyal et al., "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", 2017). PyTorch's LinearLR in a SequentialLR.
/// Made by <see cref="Schedule.WithWarmUp(int)"/>.
/// </summary>
/// <remarks>
/// <para>Without a factor, f = 1/(W + 1), which makes it η = η₁·t/(W + 1): equal rises from nothing, and no step is lost
/// to a rate of zero.</para>
/// <para>A schedule with a length keeps it: <c>new Cosine(rate, T).WithWarmUp(W)</c> rises for W steps and falls in the other T − W,
/// so that <see cref="Then"/> is a <see cref="Cosine"/> of T − W steps. <see cref="Cosine"/>, <see cref="LinearDecay"/>,
/// <see cref="PolynomialDecay"/> and <see cref="OneCycle"/> have a length. Any other schedule runs W steps later.</para>
/// </remarks>
public sealed record WarmUp : Schedule
{
    internal WarmUp(Schedule then, int steps, double initialFactor) => (Then, Steps, InitialFactor) = (then, steps, initialFactor);

    /// <summary>The schedule after the warm-up.</summary>
    public Schedule Then { get; }

    /// <summary>W, the steps of the warm-up.</summary>
    public int Steps { get; }

    /// <summary>f, the part of the first value that the warm-up starts from.</summary>
    public double InitialFactor { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed) => elapsed >= Steps
        ? Then.At(elapsed - Steps + 1)
        : Then.At(1) * Mix(1, InitialFactor, (double)elapsed / Steps);

    /// <inheritdoc/>
    protected internal override Schedule ShortenedBy(int steps) => new WarmUp(Then.ShortenedBy(steps), Steps, InitialFactor);
}
