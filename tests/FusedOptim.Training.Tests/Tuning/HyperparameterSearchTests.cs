using FusedOptim.Rules;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class HyperparameterSearchTests
{
    private static readonly SearchSpace Plane = new(
        new RealDimension("x", -2, 2), new RealDimension("y", 1e-4, 1, isLogarithmic: true));

    [Fact]
    public void AGridIsEveryCombination()
    {
        var space = new SearchSpace(
            new RealDimension("LearningRate", 0.01, 1, isLogarithmic: true), new ChoiceDimension("hidden", 16, 64));
        var report = new GridSearch(points: 3, budget: 7).Run(space, (point, budget) => point["hidden"] * budget);
        Assert.Equal(
            [(0.01, 16), (0.01, 64), (0.1, 16), (0.1, 64), (1, 16), (1, 64)],
            report.Trials.Select(trial => (Math.Round(trial.Point["LearningRate"], 12), trial.Point["hidden"])));
        Assert.All(report.Trials, trial => Assert.Equal(7, trial.Budget));
        Assert.Equal(0.01, report.Best!.Point["LearningRate"]);
        Assert.Equal("LearningRate = 0.01, hidden = 16", report.Best.Point.ToString());
    }

    [Fact]
    public void RandomPointsSpreadOverTheirScales()
    {
        var report = new RandomSearch(trials: 2000, seed: 3).Run(Plane, (point, _) => point["x"]);
        Assert.All(report.Trials, trial => Assert.InRange(trial.Point["x"], -2, 2));
        // Of the four orders of magnitude each has a quarter.
        Assert.InRange(report.Trials.Count(trial => trial.Point["y"] < 1e-3), 440, 560);
        Assert.InRange(report.Trials.Count(trial => trial.Point["x"] < -1), 440, 560);
        Assert.Equal(report.Trials.Min(trial => trial.Score), report.Best!.Score);
        var again = new RandomSearch(trials: 2, seed: 3).Run(Plane, (_, _) => 0);
        Assert.Equal(report.Trials[1].Point.ToString(), again.Trials[1].Point.ToString());
    }

    [Fact]
    public void HalvingGivesTheBetterPartMore()
    {
        var report = new SuccessiveHalving(trials: 18, budget: 2, factor: 3, seed: 1).Run(Plane, (point, budget) => point["x"] + 1.0 / budget);
        Assert.Equal(
            [(2, 18), (6, 6), (18, 2), (54, 1)],
            report.Trials.GroupBy(trial => trial.Budget).Select(group => (group.Key, group.Count())));
        var best = report.Trials.Where(trial => trial.Budget == 2).MinBy(trial => trial.Point["x"])!;
        Assert.Same(best.Point, report.Best!.Point);
        Assert.Equal(54, report.Best.Budget);
    }

    [Fact]
    public void ABayesianSearchLearnsFromItsTrials()
    {
        static double Score(SearchPoint point, int budget) =>
            Math.Pow(point["x"] - 0.7, 2) + Math.Pow(Math.Log10(point["y"]) + 2.5, 2);

        var scores = new List<(double Bayesian, double Random)>();
        for (var seed = 1; seed <= 5; seed++)
        {
            scores.Add((
                new BayesianSearch(trials: 25, seed: seed).Run(Plane, Score).Best!.Score,
                new RandomSearch(trials: 25, seed: seed).Run(Plane, Score).Best!.Score));
        }

        Assert.All(scores, score => Assert.True(score.Bayesian < 0.01, $"{score}"));
        Assert.True(scores.Sum(score => score.Bayesian) < 0.2 * scores.Sum(score => score.Random), string.Join(" ", scores));
    }

    [Fact]
    public void WhatFailsIsTheWorst()
    {
        var report = new BayesianSearch(trials: 12, seed: 0, randomTrials: 3).Run(
            Plane, (point, _) => point["x"] > 0 ? double.NaN : -point["x"]);
        Assert.False(double.IsNaN(report.Best!.Score));
        Assert.All(
            new BayesianSearch(trials: 8, seed: 0).Run(Plane, (_, _) => double.NaN).Trials, trial => Assert.True(double.IsNaN(trial.Score)));
    }

    [Fact]
    public void TheSpaceNarrowsToTheBestTrials()
    {
        var space = new SearchSpace(new RealDimension("x", 0, 1), new ChoiceDimension("n", 1, 2, 3));
        var trials = new GridSearch(points: 5).Run(space, (point, _) => Math.Abs(point["x"] - 0.4) + point["n"]).Trials;
        var narrow = space.Narrow(trials, share: 0.1);
        Assert.Equal(new RealDimension("x", 0.25, 0.5), narrow.Dimensions[0]);
        Assert.Equal([1], ((ChoiceDimension)narrow.Dimensions[1]).Values);
        Assert.Throws<ArgumentException>(() => space.Narrow([]));
    }

    [Fact]
    public void APointSetsTheHyperparametersOfARule()
    {
        var space = new SearchSpace(new RealDimension("LearningRate", 0.5, 0.5), new ChoiceDimension("hidden", 8));
        var point = space.GetPoint([0.1, 0.2]);
        Assert.Equal(new AdamW(LearningRate: 0.5), point.Apply(new AdamW()));
        var error = Assert.Throws<KeyNotFoundException>(() => point["Beta1"]);
        Assert.Contains("'Beta1' is not searched; LearningRate, hidden are.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<KeyNotFoundException>(() => point["Hidden"]);
        Assert.EndsWith(" Did you mean 'hidden'?", error.Message, StringComparison.Ordinal);
        var misspelt = new SearchSpace(new RealDimension("learningRate", 0.5, 0.5)).GetPoint([0]);
        var refusal = Assert.Throws<ArgumentException>("rule", () => misspelt.Apply(new AdamW()));
        Assert.StartsWith("'learningRate' is searched, but AdamW calls it 'LearningRate'. Name the dimension so.", refusal.Message);
        var wrong = new SearchSpace(new RealDimension("Beta1", 2, 3)).GetPoint([0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => wrong.Apply(new AdamW()));
    }

    [Fact]
    public void CancellingEndsTheSearch()
    {
        using var cancellation = new CancellationTokenSource();
        HyperparameterSearch[] searches = [new GridSearch(9), new RandomSearch(9, seed: 0), new SuccessiveHalving(9, seed: 0), new BayesianSearch(9, seed: 0)];
        foreach (var search in searches)
        {
            var count = 0;
            using var source = new CancellationTokenSource();
            var report = search.Run(
                Plane,
                (_, _) =>
                {
                    if (++count == 3)
                        source.Cancel();
                    return 1;
                },
                cancellationToken: source.Token);
            Assert.Equal(3, report.Trials.Count);
        }
    }

    [Fact]
    public void NothingComesBeforeEveryTrial()
    {
        var trial = new SearchTrial(Plane.GetPoint([0, 0]), Score: 1, Budget: 1);
        Assert.Equal([null, trial], new[] { trial, null }.Order());
        Assert.True(trial.CompareTo(null) > 0);
    }

    [Fact]
    public void RefusesWhatIsNoSpaceAndNoSearch()
    {
        Assert.Throws<ArgumentException>(() => new SearchSpace());
        Assert.Throws<ArgumentException>(() => new SearchSpace(new RealDimension("x", 0, 1), new ChoiceDimension("x", 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealDimension("x", 0, 1, isLogarithmic: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RealDimension("x", 1, 0));
        Assert.Throws<ArgumentException>(() => new ChoiceDimension("x"));
        Assert.Throws<ArgumentException>(() => new ChoiceDimension("x", 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSearch(0, seed: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuccessiveHalving(1, seed: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BayesianSearch(1, seed: 0, exploration: -1));
    }
}
