using FusedOptim.Rules;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>Scores that are not finite are never the best, and stop no search from learning from the others.</summary>
[Trait("Kind", "NotFinite")]
public class NonFiniteScoreTests
{
    private static readonly SearchSpace Line = new(new RealDimension("x", -1, 1));

    public static TheoryData<HyperparameterSearch> Searches => new()
    {
        new GridSearch(points: 9), new RandomSearch(trials: 9, seed: 0), new BayesianSearch(trials: 9, seed: 0), new SuccessiveHalving(trials: 9, seed: 0),
    };

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void TheBestOfAHalvingHasAFiniteScore(double score)
    {
        var report = new SuccessiveHalving(9, seed: 1, budget: 1, factor: 3).Run(Line, (point, budget) => budget == 9 ? score : point["x"]);
        Assert.Equal(report.Trials.Where(trial => trial.Budget == 3).Min(trial => trial.Score), report.Best?.Score);
        Assert.Equal(3, report.Best!.Budget);
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void TheBestOfASearchHasAFiniteScore(HyperparameterSearch search)
    {
        foreach (var score in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var report = search.Run(Line, (point, _) => point["x"] < 0 ? score : 1 + point["x"]);
            Assert.True(double.IsFinite(report.Best!.Score), $"{search}: {report.Best}");
            var greatest = report.Trials.Where(trial => double.IsFinite(trial.Score)).Max(trial => trial.Budget);
            Assert.Equal(
                report.Trials.Where(trial => trial.Budget == greatest && double.IsFinite(trial.Score)).Min(trial => trial.Score),
                report.Best.Score);
        }
    }

    [Theory]
    [MemberData(nameof(Searches))]
    public void ASearchWithoutAFiniteScoreHasNoBest(HyperparameterSearch search)
    {
        foreach (var score in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var report = search.Run(Line, (_, _) => score);
            Assert.Equal(9, report.Trials.Count(trial => trial.Budget == 1));
            Assert.Null(report.Best);
            Assert.Throws<ArgumentException>(() => Line.Narrow(report.Trials));
        }
    }

    [Fact]
    public void ASpaceIsNotNarrowedToTrialsThatFailed()
    {
        var trials = new GridSearch(points: 9).Run(Line, (point, _) => point["x"] is > 0.3 and < 0.8 ? point["x"] : double.NaN).Trials;
        Assert.Equal(new RealDimension("x", 0.5, 0.75), Line.Narrow(trials, share: 1).Dimensions[0]);
    }

    [Fact]
    public void AHalvingGivesNothingMoreToPointsThatFailed()
    {
        var report = new SuccessiveHalving(27, seed: 1, budget: 1, factor: 3).Run(Line, (point, _) => point["x"] > -0.5 ? double.NaN : point["x"]);
        Assert.All(report.Trials.Where(trial => trial.Budget > 1), trial => Assert.True(double.IsFinite(trial.Score)));
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e308)]
    [InlineData(1e-170)]
    [InlineData(1e-300)]
    public void ABayesianSearchLearnsFromScoresOfAnySize(double scale)
    {
        var report = new BayesianSearch(trials: 20, seed: 3).Run(Line, (point, _) => scale * Math.Pow(point["x"] - 0.3, 2));
        Assert.Equal(0.3, report.Best!.Point["x"], 0.02);
        var likewise = new BayesianSearch(trials: 20, seed: 3).Run(Line, (point, _) => Math.Pow(point["x"] - 0.3, 2));
        Assert.Equal(likewise.Best!.Point["x"], report.Best.Point["x"], 0.02);
    }

    [Fact]
    public void ARangeTestGoesOnThroughNegativeLosses()
    {
        var test = new LearningRateRangeTest(1e-4, 1e-2, steps: 20);
        var data = ToyProblem.Spirals(60, seed: 1).WithOneHotTargets();
        var report = test.Run(
            ToyProblem.Model, new AdamW(), new ShiftedLoss(), data, (rule, value) => rule.LearningRate = value, seed: 0);
        Assert.Equal(20, report.Points.Count);
        Assert.All(report.Points, point => Assert.InRange(point.Loss, double.MinValue, 0));
        Assert.Equal(1e-4, report.Points[0].Value);
    }

    private sealed record ShiftedLoss : TargetLoss
    {
        private readonly SquaredLoss _squared = new();

        public override double Evaluate<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default) =>
            _squared.Evaluate(outputs, targets, outputGradients) - 10;
    }
}
