using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// One rise and one fall: from η₀ to η_max in the first p·T steps, then down to η₁, along a cosine or a line (L. N. Smith and
/// N. Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2019). In three
/// phases, the fall is first back to η₀ as fast as the rise, then on to η₁. Conventions are those of PyTorch's OneCycleLR:
/// phases end p·T − 1, in three phases also 2·p·T − 2, and T − 1 steps after the first.
/// </summary>
/// <remarks>After T steps it stays at η₁, where PyTorch throws.</remarks>
public sealed record OneCycle : Schedule
{
    /// <summary>A cycle of a learning rate: η₀ = η_max / initialDivisor, η₁ = η₀ / finalDivisor.</summary>
    /// <param name="maximum">η_max; finite.</param>
    /// <param name="steps">T, the steps of the whole; at least 1.</param>
    /// <param name="risingFraction">p, what part of the steps is the rise: at least 0 and less than 1; at most 0.5 in three
    /// phases.</param>
    /// <param name="initialDivisor">What the maximum is divided by for the first value; greater than 0 and finite.</param>
    /// <param name="finalDivisor">What the first value is divided by for the last; greater than 0 and finite.</param>
    /// <param name="isLinear">Whether it moves along lines instead of cosines.</param>
    /// <param name="hasThreePhases">Whether the fall is first back to η₀, then on to η₁.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public OneCycle(
        double maximum, int steps, double risingFraction = 0.3, double initialDivisor = 25, double finalDivisor = 1e4,
        bool isLinear = false, bool hasThreePhases = false)
    {
        Guard.CheckFinite(maximum);
        Guard.AtLeast(1, steps);
        Guard.Check(
            risingFraction >= 0 && (hasThreePhases ? risingFraction <= 0.5 : risingFraction < 1), risingFraction,
            hasThreePhases ? "from 0 to 0.5 in three phases" : "at least 0 and less than 1");
        Guard.CheckPositive(initialDivisor);
        Guard.CheckPositive(finalDivisor);
        (Maximum, Steps, RisingFraction) = (maximum, steps, risingFraction);
        Initial = maximum / initialDivisor;
        Final = Initial / finalDivisor;
        (IsLinear, HasThreePhases) = (isLinear, hasThreePhases);
    }

    /// <summary>η₀, the value at step 1.</summary>
    public double Initial { get; }

    /// <summary>η_max, the top.</summary>
    public double Maximum { get; }

    /// <summary>η₁, the value at step T and from then on.</summary>
    public double Final { get; }

    /// <summary>T, the steps of the whole.</summary>
    public int Steps { get; private init; }

    /// <summary>p, what part of the steps is the rise.</summary>
    public double RisingFraction { get; }

    /// <summary>Whether it moves along lines instead of cosines.</summary>
    public bool IsLinear { get; }

    /// <summary>Whether the fall is first back to η₀, then on to η₁.</summary>
    public bool HasThreePhases { get; }

    /// <inheritdoc/>
    protected override double After(int elapsed)
    {
        if (elapsed >= Steps - 1)
            return Final;
        var rising = RisingFraction * Steps;
        var top = rising - 1;
        // A rise of one step or less is none: there is nothing to divide by.
        if (elapsed <= top && top > 0)
            return Anneal(Initial, Maximum, elapsed / top);
        if (!HasThreePhases)
            return Anneal(Maximum, Final, (elapsed - top) / (Steps - 1 - top));
        var back = 2 * rising - 2;
        return elapsed <= back && top > 0
            ? Anneal(Maximum, Initial, (elapsed - top) / (back - top))
            : Anneal(Initial, Final, (elapsed - back) / (Steps - 1 - back));
    }

    /// <inheritdoc/>
    protected internal override Schedule ShortenedBy(int steps)
    {
        CheckWarmUp(steps, Steps);
        return this with { Steps = Steps - steps };
    }

    private double Anneal(double from, double to, double progress) =>
        Mix(from, to, IsLinear ? 1 - progress : CosineWave.FallAt(progress));
}
