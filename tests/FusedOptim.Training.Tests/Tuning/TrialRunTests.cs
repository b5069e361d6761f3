using FusedOptim.Rules;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class TrialRunTests
{
    private static readonly SearchSpace Line = new(new RealDimension("x", 0, 10));

    public static TheoryData<HyperparameterSearch> Searches => new()
    {
        new GridSearch(points: 9) { Stopping = [new ThresholdStopping(5)] },
        new RandomSearch(trials: 9, seed: 0) { Stopping = [new ThresholdStopping(5)] },
        new BayesianSearch(trials: 9, seed: 0) { Stopping = [new ThresholdStopping(5)] },
        new SuccessiveHalving(trials: 9, seed: 0) { Stopping = [new ThresholdStopping(5)] },
        new RegularizedEvolution(trials: 9, seed: 0, population: 4) { Stopping = [new ThresholdStopping(5)] },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void EverySearchGivesUpByTheCurve(HyperparameterSearch search)
    {
        var report = search.Run(Line, FlatCurve(epochs: 3));
        Assert.Contains(report.Trials, trial => trial.WasGivenUp);
        Assert.All(report.Trials, trial =>
        {
            Assert.Equal(trial.Point["x"] > 5, trial.WasGivenUp);
            Assert.Equal(trial.WasGivenUp ? 1 : 3, trial.Curve.Count);
            Assert.All(trial.Curve, point => Assert.Equal(trial.Point["x"], point.Score));
        });
        Assert.False(report.Best!.WasGivenUp);
    }

    [Fact]
    public void MedianStopping_ComparesTheBestScoreWithTheMedianOfTheRunningMeans()
    {
        // Means up to epoch 2: 3, 5, 9; the median is 5. Up to epoch 3: 4, 5, 8.
        SearchTrial[] earlier = [Trial(2, 4, 6), Trial(5, 5, 5), Trial(9, 9, 6), Trial(1, 1, 1) with { WasGivenUp = true }];
        var rule = new MedianStopping(warmUp: 1, minimumTrials: 3);
        Assert.False(GivesUp(100));
        Assert.True(GivesUp(100, 5.1));
        Assert.False(GivesUp(100, 5));
        Assert.False(GivesUp(4.9, 100));
        Assert.True(GivesUp(5.1, 100, 100));
        Assert.False(new MedianStopping(1, minimumTrials: 4).GivesUp(Curve(100, 100), 3, earlier));
        // Of another budget, and with nothing reported up to the epoch.
        Assert.False(rule.GivesUp(Curve(100, 100), 4, earlier));
        // An even number: the mean of the middle two, (3 + 5) / 2.
        Assert.True(new MedianStopping(1, 2).GivesUp(Curve(100, 4.1), 3, earlier[..2]));
        Assert.False(new MedianStopping(1, 2).GivesUp(Curve(100, 4), 3, earlier[..2]));

        bool GivesUp(params double[] scores) => rule.GivesUp(Curve(scores), 3, earlier);
        static CurvePoint[] Curve(params double[] scores) => [.. scores.Select((score, i) => new CurvePoint(i + 1, score))];
        static SearchTrial Trial(params double[] scores) => new(Line.GetPoint([0]), scores[^1], 3) { Curve = Curve(scores) };
    }

    [Fact]
    public void MedianStopping_SparesTheFirstTrialsAndEpochs()
    {
        var report = new GridSearch(points: 11, budget: 4) { Stopping = [new MedianStopping(warmUp: 2, minimumTrials: 5)] }
            .Run(Line, FlatCurve(epochs: 4));
        // Scores 0 to 10, in this order: from the sixth on each is above the median of those before.
        Assert.Equal(
            [false, false, false, false, false, true, true, true, true, true, true], report.Trials.Select(trial => trial.WasGivenUp));
        Assert.All(report.Trials.Skip(5), trial => Assert.Equal(3, trial.Curve.Count));
    }

    [Fact]
    public void ThresholdStopping_SparesTheFirstEpochs()
    {
        var report = new GridSearch(points: 2) { Stopping = [new ThresholdStopping(4, warmUp: 2)] }.Run(Line, FlatCurve(epochs: 4));
        Assert.Equal([4, 3], report.Trials.Select(trial => trial.Curve.Count));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void AScoreThatIsNotFiniteGivesUpWithoutARule(double score)
    {
        var report = new GridSearch(points: 2).Run(Line, run =>
        {
            Assert.True(double.IsNaN(run.LastScore));
            Assert.Equal(run.Point["x"] == 0, run.Report(1, run.Point["x"] == 0 ? 1 : score));
            // Nothing is taken after the end.
            Assert.Equal(run.IsGivenUp, !run.Report(2, 7));
            return 3;
        });
        Assert.Equal([false, true], report.Trials.Select(trial => trial.WasGivenUp));
        Assert.Equal([2, 1], report.Trials.Select(trial => trial.Curve.Count));
    }

    [Fact]
    public void ATrialThatWasGivenUpIsTheBestOnlyWhereNothingElseIs()
    {
        var point = Line.GetPoint([0]);
        var givenUp = new SearchTrial(point, 1, 3) { WasGivenUp = true };
        var complete = new SearchTrial(point, 9, 1);
        var failed = new SearchTrial(point, double.NaN, 3);
        Assert.Same(complete, new SearchReport([givenUp, complete, failed]).Best);
        Assert.Same(givenUp, new SearchReport([givenUp, failed]).Best);
        Assert.Equal([complete, givenUp, failed], new[] { failed, givenUp, complete }.Order());
    }

    [Fact]
    public void AHalvingGivesNothingMoreToTrialsThatWereGivenUp()
    {
        var report = new SuccessiveHalving(9, seed: 1) { Stopping = [new ThresholdStopping(5)] }.Run(Line, FlatCurve(epochs: 2));
        Assert.All(report.Trials.Where(trial => trial.Budget > 1), trial => Assert.True(trial.Point["x"] <= 5));
        // Nothing goes on where all are given up.
        var none = new SuccessiveHalving(9, seed: 1) { Stopping = [new ThresholdStopping(-1)] }.Run(Line, FlatCurve(epochs: 2));
        Assert.Equal(9, none.Trials.Count);
        Assert.Equal(none.Trials.Min(trial => trial.Score), none.Best!.Score);
    }

    [Fact]
    public void ATrainerReportsItsEpochsAndStopsWhenTheTrialIsGivenUp()
    {
        var data = ToyProblem.Spirals(90, seed: 1);
        var reports = new List<TrainingReport>();
        var search = new GridSearch(points: 1, budget: 5) { Stopping = [new ThresholdStopping(0, warmUp: 2)] };
        foreach (var validation in new[] { data, null })
        {
            var trial = search.Run(Line, run =>
            {
                using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
                var report = trainer.Fit(data, validation, run.Budget, progress: run, cancellationToken: run.Token);
                reports.Add(report);
                return run.LastScore;
            }).Trials[0];
            Assert.Equal(3, reports[^1].Epochs.Count);
            Assert.True(reports[^1].WasCancelled);
            Assert.True(trial.WasGivenUp);
            Assert.Equal(
                reports[^1].Epochs.Select(epoch => new CurvePoint(epoch.Epoch, (epoch.Validation ?? epoch.Training).Loss)), trial.Curve);
            Assert.Equal(trial.Curve[^1].Score, trial.Score);
        }
    }

    [Fact]
    public void AnObjectiveThatThrowsWhenItIsGivenUpHasTheLastScore()
    {
        var report = new GridSearch(points: 2) { Stopping = [new ThresholdStopping(5)] }.Run(Line, run =>
        {
            run.Report(1, run.Point["x"]);
            run.Token.ThrowIfCancellationRequested();
            return -1;
        });
        Assert.Equal([(-1, false), (10, true)], report.Trials.Select(trial => (trial.Score, trial.WasGivenUp)));
        // Another token is not of the trial.
        Assert.Throws<OperationCanceledException>(() => new GridSearch(points: 2).Run(
            Line, (TrialRun _) => throw new OperationCanceledException(new CancellationToken(canceled: true))));
    }

    [Fact]
    public void ATrialThatTheEndOfTheSearchCutShortIsNotAmongTheTrials()
    {
        foreach (var takesToken in new[] { false, true })
        {
            using var source = new CancellationTokenSource();
            var calls = 0;
            var report = new GridSearch(points: 9).Run(
                Line,
                run =>
                {
                    if (++calls == 3)
                        source.Cancel();
                    if (takesToken)
                        Assert.Equal(calls == 3, run.Token.IsCancellationRequested);
                    return 1;
                },
                cancellationToken: source.Token);
            Assert.Equal(takesToken ? 2 : 3, report.Trials.Count);
        }
    }

    [Fact]
    public void EpochsOfACurveIncrease()
    {
        new GridSearch(points: 1).Run(Line, run =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => run.Report(0, 1));
            run.Report(3, 1);
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => run.Report(3, 1));
            Assert.Contains("epoch is 3; it must be at least 4", error.Message, StringComparison.Ordinal);
            Assert.Equal([new CurvePoint(3, 1)], run.Curve);
            return 1;
        });
    }

    [Fact]
    public void RulesRefuseNumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MedianStopping(warmUp: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MedianStopping(minimumTrials: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThresholdStopping(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ThresholdStopping(1, warmUp: -1));
    }

    [Fact]
    public void AWriterPrintsALineForEachTrial()
    {
        var writer = new StringWriter { NewLine = "\n" };
        new GridSearch(points: 3, budget: 2) { Stopping = [new ThresholdStopping(5)] }.Run(
            new SearchSpace(new RealDimension("x", 0, 10), ChoiceDimension.OfLabels("f", "tanh")),
            run =>
            {
                var score = 5 - run.Point["x"];
                run.Report(1, score == 5 ? double.NaN : score == -5 ? 6 : score);
                return run.IsGivenUp && score == 5 ? double.NaN : score;
            },
            new SearchProgressWriter(writer));
        Assert.Equal(
            "Trial 1: score NaN, budget 2, given up after epoch 1; no best yet; x = 0, f = tanh\n" +
            "Trial 2: score 0, budget 2; best 0 (trial 2); x = 5, f = tanh\n" +
            "Trial 3: score -5, budget 2, given up after epoch 1; best 0 (trial 2); x = 10, f = tanh\n",
            writer.ToString());
    }

    private static Func<TrialRun, double> FlatCurve(int epochs) => run =>
    {
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            if (!run.Report(epoch, run.Point["x"]))
                break;
        }

        return run.Point["x"];
    };
}
