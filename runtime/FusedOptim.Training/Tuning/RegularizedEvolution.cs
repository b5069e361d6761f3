using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Regularized evolution: random points make up a population; then each time some of it are drawn, the best of these is copied with one
/// value changed, and the copy takes the place of the oldest in the population, however good that was (Real, Aggarwal, Huang and Le,
/// "Regularized evolution for image classifier architecture search", 2019, algorithm 1).
/// </summary>
/// <remarks>
/// <para>A choice changes to another of its values, each as likely. A real number moves on its scale by a normal deviate of a fifth of the
/// range, reflected at the ends. Values that mean nothing at a point (<see cref="SearchDimension.Condition"/>) do not change. A copy
/// that was tried before is changed again, up to ten times: training would give the same score. The paper has neither real numbers nor
/// this.</para>
/// <para>With several finalists, the best points go on to rounds with larger budgets, as in <see cref="SuccessiveHalving"/>.</para>
/// </remarks>
public sealed record RegularizedEvolution : HyperparameterSearch
{
    private const int MaximumMutations = 10;
    private const double Deviation = 0.2;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="trials">The number of trials, without the rounds of the finalists; at least 1.</param>
    /// <param name="seed">The seed of points, draws and changes.</param>
    /// <param name="population">The number of trials in the population; at least 1. As many points are random.</param>
    /// <param name="sample">The number of draws, with replacement, of which the best is copied; at least 1.</param>
    /// <param name="budget">What each trial may spend, such as epochs; at least 1.</param>
    /// <param name="finalists">The number of points that go on to rounds with larger budgets; 1 by default, for no rounds.</param>
    /// <param name="factor">In each round, of so many points one goes on, and each may spend so many times more; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the budget of the last round is above
    /// 2³¹ − 1.</exception>
    public RegularizedEvolution(
        int trials, long seed, int population = 20, int sample = 5, int budget = 1, int finalists = 1, int factor = 3)
    {
        (Trials, Seed, Population) = (Guard.AtLeast(1, trials), seed, Guard.AtLeast(1, population));
        (Sample, Budget) = (Guard.AtLeast(1, sample), Guard.AtLeast(1, budget));
        (Finalists, Factor) = (Guard.AtLeast(1, finalists), Guard.AtLeast(2, factor));
        if (finalists > 1)
            HalvingRounds.CheckLastBudget(finalists, (long)budget * factor, factor, nameof(budget));
    }

    /// <summary>Gets the number of trials, without the rounds of the finalists.</summary>
    public int Trials { get; }

    /// <summary>Gets the seed of points, draws and changes.</summary>
    public long Seed { get; }

    /// <summary>Gets the number of trials in the population.</summary>
    public int Population { get; }

    /// <summary>Gets the number of draws of which the best is copied.</summary>
    public int Sample { get; }

    /// <summary>Gets what each trial may spend.</summary>
    public int Budget { get; }

    /// <summary>Gets the number of points that go on to rounds with larger budgets; 1 for no rounds.</summary>
    public int Finalists { get; }

    /// <summary>Gets the number of points of which one goes on in each round, and by which budgets grow.</summary>
    public int Factor { get; }

    /// <inheritdoc/>
    internal override bool CanBeExtended => Finalists == 1;

    /// <inheritdoc/>
    protected override void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint)
    {
        var trials = new List<SearchTrial>();
        var tried = new HashSet<SearchPoint>();
        while (trials.Count < Trials)
        {
            var point = trials.Count < Population
                ? space.GetRandomPoint(Seed, trials.Count)
                : GetChild(space, trials, tried);
            if (tryPoint(point, Budget) is not { } trial)
                return;
            trials.Add(trial);
            tried.Add(point);
        }

        if (Finalists > 1)
        {
            var best = trials.Where(trial => trial.HasFiniteScore && !trial.WasGivenUp).Order().Select(trial => trial.Point);
            HalvingRounds.Run([.. best.Distinct().Take(Finalists)], Budget * Factor, Factor, tryPoint);
        }
    }

    private SearchPoint GetChild(SearchSpace space, List<SearchTrial> trials, HashSet<SearchPoint> tried)
    {
        var random = new RandomSequence(RandomStreams.Search(Seed, trials.Count));
        // The last ones: the oldest dies first.
        var first = trials.Count - Population;
        var parent = trials[first + random.NextInteger(Population)];
        for (var i = 1; i < Sample; i++)
        {
            var other = trials[first + random.NextInteger(Population)];
            if (other.CompareTo(parent) < 0)
                parent = other;
        }

        var child = Mutate(space, parent.Point, ref random);
        for (var i = 1; i < MaximumMutations && tried.Contains(child); i++)
            child = Mutate(space, child, ref random);
        return child;
    }

    private static SearchPoint Mutate(SearchSpace space, SearchPoint point, ref RandomSequence random)
    {
        int[] changeable =
        [
            .. Enumerable.Range(0, space.Dimensions.Count).Where(
                i => space.IsActive(i, point) && space.Dimensions[i].GetValue(0) != space.Dimensions[i].GetValue(1)),
        ];
        if (changeable.Length == 0)
            return point;
        var places = space.GetPlaces(point);
        var gene = changeable[random.NextInteger(changeable.Length)];
        places[gene] = space.Dimensions[gene].Count is { } count
            ? GetOther(places[gene], count, ref random)
            : Reflect(places[gene] + Deviation * random.NextNormal());
        return space.GetPoint(places);
    }

    private static double GetOther(double place, int count, ref RandomSequence random)
    {
        var index = (int)Math.Min(place * count, count - 1);
        return ((index + 1 + random.NextInteger(count - 1)) % count + 0.5) / count;
    }

    private static double Reflect(double place) => Math.Clamp(1 - Math.Abs(1 - Math.Abs(place)), 0, 1);
}
