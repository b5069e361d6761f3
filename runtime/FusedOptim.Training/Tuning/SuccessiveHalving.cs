using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Many random points with a small budget, the better part of them with a larger one, and so on: bad points are given up
/// early, and so are those whose score is not finite (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016).
/// </summary>
public sealed record SuccessiveHalving : HyperparameterSearch
{
    /// <summary>A tournament.</summary>
    /// <param name="trials">How many points there are at first; at least 2.</param>
    /// <param name="seed">What the points are drawn from.</param>
    /// <param name="budget">What each may spend at first, such as epochs; at least 1.</param>
    /// <param name="factor">Of so many points one goes on, and may spend so many times more; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the budget of the last round is above
    /// 2³¹ − 1.</exception>
    public SuccessiveHalving(int trials, long seed, int budget = 1, int factor = 3)
    {
        (Trials, Budget, Factor, Seed) = (
            Guard.AtLeast(2, trials), Guard.AtLeast(1, budget), Guard.AtLeast(2, factor), seed);
        HalvingRounds.CheckLastBudget(trials, budget, factor, nameof(budget));
    }

    /// <summary>The number of points at first.</summary>
    public int Trials { get; }

    /// <summary>What each may spend at first.</summary>
    public int Budget { get; }

    /// <summary>Of so many points one goes on, with so many times the budget.</summary>
    public int Factor { get; }

    /// <summary>What points are drawn from.</summary>
    public long Seed { get; }

    /// <inheritdoc/>
    protected override void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint) =>
        HalvingRounds.Run([.. Enumerable.Range(0, Trials).Select(i => space.GetRandomPoint(Seed, i))], Budget, Factor, tryPoint);
}
