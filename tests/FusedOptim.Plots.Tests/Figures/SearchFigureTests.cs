using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>Figures of searches: scores, dimensions, curves of trials.</summary>
public sealed class SearchFigureTests
{
    private static readonly SearchSpace s_space = new(
        new RealDimension("LearningRate", 1e-4, 1, isLogarithmic: true), new ChoiceDimension("hidden", 16, 64));

    private static SearchReport Run(Func<SearchPoint, double> score) =>
        new RandomSearch(trials: 12, seed: 5).Run(s_space, (point, _) => score(point));

    [Fact]
    public void ScoresHaveTrialsTheBestAndTheFailed()
    {
        var report = Run(point => point["LearningRate"] > 0.01 ? double.NaN : 1 + point["LearningRate"]);
        var failed = report.Trials.Count(trial => double.IsNaN(trial.Score));
        Assert.InRange(failed, 1, 11);
        var svg = new SvgPicture(new SearchScoreFigure(report));
        Assert.All(
            (string[])["Scores of the search", "Trial", "Score (less is better)", "trial", "best so far", $"not finite: {failed}"],
            text => Assert.Contains(text, svg.Texts));
        Assert.StartsWith("12 trials; the best score is 1", svg.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void BudgetsHaveAColourEach()
    {
        var report = new SuccessiveHalving(trials: 9, seed: 5).Run(s_space, (point, budget) => point["LearningRate"] / budget);
        var texts = new SvgPicture(new SearchScoreFigure(report)).Texts;
        Assert.All(report.Trials.Select(trial => trial.Budget).Distinct(), budget => Assert.Contains($"budget {budget}", texts));
    }

    [Fact]
    public void DimensionsHaveAPanelEach()
    {
        var svg = new SvgPicture(new SearchDimensionFigure(s_space, Run(point => point["LearningRate"])));
        Assert.All((string[])["LearningRate", "hidden", "16", "64", "best trial", "0.01"], text => Assert.Contains(text, svg.Texts));
    }

    [Fact]
    public void SearchesWithoutResultsCanBeDrawn()
    {
        foreach (var report in (SearchReport[])[new([]), Run(_ => double.NaN)])
        {
            Assert.Contains("Trial", new SvgPicture(new SearchScoreFigure(report)).Texts);
            Assert.Contains("hidden", new SvgPicture(new SearchDimensionFigure(s_space, report)).Texts);
        }
    }

    [Fact]
    public void TheReportOfAnotherSpaceIsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => new SearchDimensionFigure(new SearchSpace(new RealDimension("Momentum", 0, 1)), Run(_ => 1)));
        Assert.Contains("does not have 'Momentum'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFiveBestCurvesHaveNames()
    {
        var trials = Enumerable.Range(0, 9).Select(i => ($"trial {i}", (IReadOnlyList<double>)[3, 2, i < 7 ? 1 + 0.1 * i : double.NaN]));
        var svg = new SvgPicture(new TrialCurveFigure(trials.Append(("stopped", [0.5]))));
        Assert.All(Enumerable.Range(0, 5), i => Assert.Contains($"trial {i}", svg.Texts));
        Assert.Contains("other trials", svg.Texts);
        Assert.DoesNotContain("trial 5", svg.Texts);
        Assert.DoesNotContain("stopped", svg.Texts);
    }

    [Fact]
    public void CurvesOfASearchAreThoseItKept()
    {
        var report = new RandomSearch(trials: 3, seed: 5).Run(s_space, run =>
        {
            run.Report(1, 2);
            run.Report(2, 1);
            return 1;
        });
        var svg = new SvgPicture(new TrialCurveFigure(report));
        Assert.All((string[])["trial 1", "trial 2", "trial 3"], text => Assert.Contains(text, svg.Texts));
        Assert.Equal("3 trials, of which 3 have 2 scores.", svg.Description);
        var refusal = Assert.Throws<ArgumentException>("report", () => new TrialCurveFigure(Run(_ => 1)));
        Assert.Matches(@"^None of the \d+ trials has a curve\. An objective that takes a TrialRun reports it", refusal.Message);
    }
}
