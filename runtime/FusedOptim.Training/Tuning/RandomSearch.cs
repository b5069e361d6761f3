using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Random points. Of equally many trials it tries more values of each hyperparameter than a grid does, which matters where
/// few of them decide (Bergstra and Bengio, "Random search for hyper-parameter optimization", 2012).
/// </summary>
public sealed record RandomSearch : HyperparameterSearch
{
    /// <summary>Random points.</summary>
    /// <param name="trials">How many; at least 1.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <param name="budget">What each trial may spend, such as epochs; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomSearch(int trials, long seed, int budget = 1) =>
        (Trials, Budget, Seed) = (Guard.AtLeast(1, trials), Guard.AtLeast(1, budget), seed);

    /// <summary>The number of points.</summary>
    public int Trials { get; }

    /// <summary>What each trial may spend.</summary>
    public int Budget { get; }

    /// <summary>What points are drawn from.</summary>
    public long Seed { get; }

    /// <inheritdoc/>
    internal override bool CanBeExtended => true;

    /// <inheritdoc/>
    protected override void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint)
    {
        for (var i = 0; i < Trials; i++)
        {
            if (tryPoint(space.GetRandomPoint(Seed, i), Budget) is null)
                return;
        }
    }
}
