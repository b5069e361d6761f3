using FusedOptim.Training.Tuning;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>The score of each trial of a search in the order of the trials, and the best score so far. Each budget has a colour.</summary>
/// <remarks>The best score so far is taken over the trials with the greatest budget, as <see cref="SearchReport.Best"/> is. Trials whose
/// score is not finite are crosses at the upper edge. The score has a logarithmic axis where all scores are positive and the greatest is
/// at least 30 times the least.</remarks>
/// <example><code>
/// var search = new RandomSearch(trials: 40, seed: 1).Run(space, objective);
/// new SearchScoreFigure(search).Save("search.png");
/// </code></example>
public sealed class SearchScoreFigure : Figure
{
    private readonly SearchReport _report;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="report">The report of a search.</param>
    public SearchScoreFigure(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _report = report;
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 380;

    /// <inheritdoc/>
    public override string Description => _report.Best is { } best
        ? Invariant($"{_report.Trials.Count} trials; the best score is {best.Score:G4}, with {best.Point}.")
        : Invariant($"{_report.Trials.Count} trials, none of them with a finite score.");

    private protected override string DefaultTitle => "Scores of the search";

    private protected override FigureLayout Compose(Palette palette)
    {
        var trials = _report.Trials;
        var scores = trials.Select(trial => trial.Score).Where(double.IsFinite).ToArray();
        var panel = new Panel(
            new AxisScale("Trial") { AreWhole = true },
            new AxisScale("Score (less is better)") { IsLogarithmic = AxisScale.SpanDecades(scores), Margin = 0.08 });
        var legend = new List<LegendEntry>();
        int[] budgets = [.. trials.Select(trial => trial.Budget).Distinct().Order()];
        foreach (var (i, budget) in budgets.Index())
        {
            var ofBudget = trials.Index().Where(trial => trial.Item.Budget == budget).ToArray();
            panel.AddDots(ofBudget.Select(trial => trial.Index + 1.0), ofBudget.Select(trial => trial.Item.Score), palette.GetSeries(i), 8);
            legend.Add(new(budgets.Length == 1 ? "trial" : Invariant($"budget {budget}"), palette.GetSeries(i), Width: 0));
        }

        AddBest(panel, legend, palette);
        var failed = trials.Index().Where(trial => !double.IsFinite(trial.Item.Score)).Select(trial => trial.Index + 1.0).ToArray();
        if (failed.Length > 0)
        {
            panel.AddDots(failed, failed.Select(_ => scores.DefaultIfEmpty(1).Max()), palette.MutedInk, 9, MarkerShape.Eks);
            legend.Add(new(Invariant($"not finite: {failed.Length}"), palette.MutedInk, IsCross: true));
        }

        return new FigureLayout(Title, [panel], 1, legend);
    }

    private void AddBest(Panel panel, List<LegendEntry> legend, Palette palette)
    {
        if (_report.Best is not { } best)
            return;
        var (x, y) = (new List<double>(), new List<double>());
        var least = double.PositiveInfinity;
        foreach (var (i, trial) in _report.Trials.Index())
        {
            var score = trial.Budget == best.Budget && double.IsFinite(trial.Score) ? trial.Score : double.PositiveInfinity;
            // A step down at the trial that is better, and a level line to the last one.
            if (score < least && double.IsFinite(least))
                Add(i, least);
            least = Math.Min(least, score);
            if (score == least || i == _report.Trials.Count - 1)
                Add(i, least);
        }

        panel.AddLine(x, y, palette.Ink, 1.8f, ScottPlot.LinePattern.DenselyDashed, thin: false);
        legend.Add(new("best so far", palette.Ink, ScottPlot.LinePattern.DenselyDashed, 1.8f));

        void Add(int index, double score)
        {
            x.Add(index + 1);
            y.Add(score);
        }
    }
}
