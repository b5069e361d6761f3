using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class RegularizedEvolutionTests
{
    // 4⁸ points, of which one is the best.
    private static readonly SearchSpace Words = new(
        Enumerable.Range(0, 8).Select(i => new ChoiceDimension($"letter{i}", 0, 1, 2, 3)));

    [Fact]
    public void EvolutionFindsTheBestOfAToySpaceMoreOftenThanRandomPoints()
    {
        var (evolved, random) = (0, 0);
        for (var seed = 1; seed <= 20; seed++)
        {
            if (new RegularizedEvolution(trials: 300, seed, population: 20, sample: 5).Run(Words, Distance).Best!.Score == 0)
                evolved++;
            if (new RandomSearch(trials: 300, seed).Run(Words, Distance).Best!.Score == 0)
                random++;
        }

        Assert.True(evolved >= 15 && random <= 2, $"{evolved} of 20, random points {random}.");
    }

    [Fact]
    public void TheFirstPointsAreRandomAndEachOtherChangesOneValueOfTheBestDrawn()
    {
        var search = new RegularizedEvolution(trials: 60, seed: 4, population: 6, sample: 3);
        var trials = search.Run(Words, Distance).Trials;
        Assert.Equal(60, trials.Count);
        Assert.Equal(new RandomSearch(6, seed: 4).Run(Words, Distance).Trials, trials.Take(6));
        var tried = new HashSet<SearchPoint>();
        for (var i = 0; i < 60; i++)
        {
            Assert.True(tried.Add(trials[i].Point));
            if (i >= 6)
                Assert.Contains(trials.Skip(i - 6).Take(6), other => Changes(other.Point, trials[i].Point) <= 2);
        }

        Assert.Equal(trials, search.Run(Words, Distance).Trials);
        Assert.NotEqual(trials, new RegularizedEvolution(60, seed: 5, population: 6, sample: 3).Run(Words, Distance).Trials);

        static int Changes(SearchPoint a, SearchPoint b) => a.Values.Count(pair => b[pair.Key] != pair.Value);
    }

    [Fact]
    public void OnlyTheYoungestAreParents()
    {
        // The first point is by far the best, and dies before the second generation.
        var space = new SearchSpace(Enumerable.Range(0, 6).Select(i => new RealDimension($"x{i}", 0, 1)));
        var first = space.GetRandomPoint(7, 0);
        var trials = new RegularizedEvolution(trials: 40, seed: 7, population: 2, sample: 9).Run(
            space, (point, _) => point.Equals(first) ? -1e9 : -point["x0"]).Trials;
        // Sample 9 of 2 finds the first surely enough while it is alive: for one child alone.
        Assert.Equal(1, Unchanged(trials[2].Point));
        for (var i = 3; i < 40; i++)
        {
            var parents = trials.Skip(i - 2).Take(2).Select(trial => trial.Point);
            Assert.Contains(parents, parent => Same(parent, trials[i].Point) == 5);
        }

        int Unchanged(SearchPoint point) => Same(first, point) == 5 ? 1 : 0;
        static int Same(SearchPoint a, SearchPoint b) => a.Values.Count(pair => b[pair.Key] == pair.Value);
    }

    [Fact]
    public void RealNumbersStayInTheirRange()
    {
        var space = new SearchSpace(new RealDimension("rate", 1e-4, 1, isLogarithmic: true), new RealDimension("fixed", 3, 3));
        var report = new RegularizedEvolution(trials: 200, seed: 1, population: 10, sample: 5).Run(
            space, (point, _) => Math.Pow(Math.Log10(point["rate"]) + 4, 2));
        Assert.All(report.Trials, trial => Assert.InRange(trial.Point["rate"], 1e-4, 1));
        Assert.All(report.Trials, trial => Assert.Equal(3, trial.Point["fixed"]));
        Assert.InRange(report.Best!.Point["rate"], 1e-4, 1.1e-4);
    }

    [Fact]
    public void ASpaceOfOnePointIsTriedAgainAndAgain()
    {
        var space = new SearchSpace(new ChoiceDimension("x", 5));
        var report = new RegularizedEvolution(trials: 5, seed: 1, population: 2).Run(space, (point, _) => point["x"]);
        Assert.Equal(5, report.Trials.Count);
    }

    [Fact]
    public void FinalistsGoOnWithTheBudgetsOfAHalving()
    {
        var report = new RegularizedEvolution(trials: 30, seed: 2, population: 10, budget: 2, finalists: 9, factor: 3).Run(
            Words, (point, budget) => Distance(point, budget) + 1.0 / budget);
        Assert.Equal(
            [(2, 30), (6, 9), (18, 3), (54, 1)],
            report.Trials.GroupBy(trial => trial.Budget).Select(group => (group.Key, group.Count())));
        var best = report.Trials.Take(30).Order().Select(trial => trial.Point).Distinct().Take(9);
        Assert.Equal(best, report.Trials.Skip(30).Take(9).Select(trial => trial.Point));
        Assert.Equal(54, report.Best!.Budget);
        // Fewer than nine points have a finite score.
        var few = new RegularizedEvolution(trials: 30, seed: 2, population: 10, finalists: 9).Run(
            Words, (point, _) => point["letter0"] == 0 && point["letter1"] == 0 ? 1 : double.NaN);
        Assert.All(few.Trials.Where(trial => trial.Budget > 1), trial => Assert.Equal(1, trial.Score));
    }

    [Fact]
    public void PointsThatFailAreNoParents()
    {
        var report = new RegularizedEvolution(trials: 100, seed: 3, population: 12, sample: 12).Run(
            Words, (point, budget) => point["letter0"] == 0 ? double.NegativeInfinity : Distance(point, budget));
        Assert.True(double.IsFinite(report.Best!.Score));
        Assert.True(report.Trials.Skip(12).Count(trial => !double.IsFinite(trial.Score)) < 20);
        Assert.Null(new RegularizedEvolution(20, seed: 3, population: 4).Run(Words, (_, _) => double.NaN).Best);
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizedEvolution(0, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizedEvolution(1, seed: 1, population: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizedEvolution(1, seed: 1, sample: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizedEvolution(1, seed: 1, finalists: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegularizedEvolution(1, seed: 1, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RegularizedEvolution(1, seed: 1, budget: int.MaxValue / 5, finalists: 9, factor: 3));
    }

    // From the word 0 1 2 3 0 1 2 3.
    private static double Distance(SearchPoint point, int budget) =>
        Enumerable.Range(0, 8).Count(i => point[$"letter{i}"] != i % 4);
}
