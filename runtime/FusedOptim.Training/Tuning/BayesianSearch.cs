using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Random points first; then each time the point that looks best by what is known: a Gaussian process is fitted to the scores
/// so far, and the point with the least mean − κ·deviation is tried (Snoek, Larochelle and Adams, "Practical Bayesian
/// optimization of machine learning algorithms", 2012; Srinivas, Krause, Kakade and Seeger, "Gaussian process optimization in
/// the bandit setting", 2010).
/// </summary>
public sealed record BayesianSearch : HyperparameterSearch
{
    // How many random points, and points near the best, are looked at to find the next.
    private const int Candidates = 512;
    private const int NearBest = 128;

    /// <summary>A search.</summary>
    /// <param name="trials">How many points are tried; at least 1.</param>
    /// <param name="seed">What points are drawn from.</param>
    /// <param name="budget">What each trial may spend, such as epochs; at least 1.</param>
    /// <param name="randomTrials">How many of them are random, at first; at least 1.</param>
    /// <param name="exploration">κ: how much is given for what is not known yet; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public BayesianSearch(int trials, long seed, int budget = 1, int randomTrials = 5, double exploration = 2)
    {
        Guard.Check(exploration >= 0 && double.IsFinite(exploration), exploration, "at least 0 and finite");

        (Trials, Budget, RandomTrials, Exploration, Seed) = (
            Guard.AtLeast(1, trials), Guard.AtLeast(1, budget),
            Guard.AtLeast(1, randomTrials), exploration, seed);
    }

    /// <summary>The number of points.</summary>
    public int Trials { get; }

    /// <summary>What each trial may spend.</summary>
    public int Budget { get; }

    /// <summary>How many of the points are random, at first.</summary>
    public int RandomTrials { get; }

    /// <summary>κ: how much is given for what is not known yet.</summary>
    public double Exploration { get; }

    /// <summary>What points are drawn from.</summary>
    public long Seed { get; }

    /// <inheritdoc/>
    internal override bool CanBeExtended => true;

    /// <inheritdoc/>
    protected override void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint)
    {
        var trials = new List<SearchTrial>();
        for (var i = 0; i < Trials; i++)
        {
            var point = i < RandomTrials ? space.GetRandomPoint(Seed, i) : Next(space, trials);
            if (tryPoint(point, Budget) is not { } trial)
                return;
            trials.Add(trial);
        }
    }

    private SearchPoint Next(SearchSpace space, List<SearchTrial> trials)
    {
        double[][] places = [.. trials.Select(trial => space.GetPlaces(trial.Point))];
        var process = GaussianProcess.Fit(places, Standardize([.. trials.Select(trial => trial.Score)]));
        // Where no score is finite, the point of the first trial.
        var best = space.GetPlaces(trials.Min()!.Point);
        var random = RandomStreams.Search(Seed, trials.Count);
        var chosen = space.GetPoint(best);
        var least = double.PositiveInfinity;
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            // Through the point and back, so that the places of choices are those of their values.
            var point = space.GetPoint(Draw(random, candidate, best));
            var (mean, deviation) = process.At(space.GetPlaces(point));
            var bound = mean - Exploration * deviation;
            if (bound < least)
                (least, chosen) = (bound, point);
        }

        return chosen;
    }

    private static double[] Draw(RandomStream random, int candidate, double[] best)
    {
        var places = new double[best.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var index = (long)candidate * places.Length + i;
            places[i] = candidate < NearBest
                ? Math.Clamp(best[i] + 0.1 * random.GetNormal(index), 0, 1)
                : random.GetUniform(index);
        }

        return places;
    }

    // What is not finite counts as the worst that was seen.
    private static double[] Standardize(double[] scores)
    {
        double[] finite = [.. scores.Where(double.IsFinite)];
        if (finite.Length == 0)
            return new double[scores.Length];
        var worst = finite.Max();
        // Scaled by a power of two, which changes no digit, so that no sum and no square overflows or underflows.
        var greatest = finite.Max(Math.Abs);
        var power = greatest == 0 ? 0 : -Math.ILogB(greatest);
        double[] known = [.. scores.Select(score => Math.ScaleB(double.IsFinite(score) ? score : worst, power))];
        var mean = known.Average();
        var deviation = Math.Sqrt(known.Sum(score => (score - mean) * (score - mean)) / known.Length);
        return [.. known.Select(score => deviation == 0 ? 0 : (score - mean) / deviation)];
    }
}
