using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Plots;

/// <summary>The scores of trials over their epochs or other reports: which were given up early, and which won. The best five have colours
/// and names, all others are grey.</summary>
/// <remarks>The best are those with the least last score among the longest curves. Scores have a logarithmic axis where all are positive
/// and the greatest is at least 30 times the least.</remarks>
/// <example><code>
/// new TrialCurveFigure(("rate 0.1", [2.3, 1.1, 0.6]), ("rate 10", [2.3, 8.9])).Save("trials.svg");
/// </code></example>
public sealed class TrialCurveFigure : Figure
{
    private const int NamedCount = 5;

    private readonly (string Name, double[] Scores)[] _trials;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="trials">The scores of each trial in their order, with the name of the trial; at least one trial. Less is
    /// better.</param>
    /// <exception cref="ArgumentException">No trial is given, or two have one name.</exception>
    public TrialCurveFigure(params IEnumerable<(string Name, IReadOnlyList<double> Scores)> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        _trials = [.. trials.Select(trial => (trial.Name, trial.Scores?.ToArray() ?? throw new ArgumentNullException(nameof(trials))))];
        SeriesNames.Check(_trials.Select(trial => trial.Name), "trial", nameof(trials));
    }

    /// <summary>Initializes a new instance from the curves that a search kept (<see cref="SearchTrial.Curve"/>). Trials without a curve
    /// are left out.</summary>
    /// <param name="report">The report of the search.</param>
    /// <exception cref="ArgumentException">No trial has a curve.</exception>
    public TrialCurveFigure(SearchReport report)
        : this(CurvesOf(report))
    {
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 400;

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            var longest = _trials.Max(trial => trial.Scores.Length);
            return Invariant($"{_trials.Length} trials, of which {_trials.Count(trial => trial.Scores.Length == longest)} have {longest} scores.");
        }
    }

    private protected override string DefaultTitle => "Curves of the trials";

    private protected override FigureLayout Compose(Palette palette)
    {
        var panel = new Panel(
            new AxisScale("Epoch") { AreWhole = true, Margin = 0.015 },
            new AxisScale("Score (less is better)") { IsLogarithmic = AxisScale.SpanDecades(_trials.SelectMany(trial => trial.Scores)) });
        var ranked = _trials.OrderByDescending(trial => trial.Scores.Length)
            .ThenBy(trial => trial.Scores is [.., var last] && double.IsFinite(last) ? last : double.PositiveInfinity).ToArray();
        var legend = new List<LegendEntry>();
        // The best are drawn last, over the others.
        for (var i = ranked.Length - 1; i >= 0; i--)
        {
            var isNamed = i < NamedCount;
            var color = isNamed ? palette.GetSeries(i) : palette.MutedInk.WithAlpha(110);
            panel.AddLine(Enumerable.Range(1, ranked[i].Scores.Length).Select(epoch => (double)epoch), ranked[i].Scores, color, isNamed ? 2.4f : 1.2f);
            if (isNamed)
                legend.Insert(0, new(ranked[i].Name, color));
        }

        if (ranked.Length > NamedCount)
            legend.Add(new("other trials", palette.MutedInk.WithAlpha(110), Width: 1.2f));
        return new FigureLayout(Title, [panel], 1, legend);
    }

    // Points by themselves are too long for a legend; the number of the trial is also that of SearchScoreFigure.
    private static IEnumerable<(string Name, IReadOnlyList<double> Scores)> CurvesOf(SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (string, IReadOnlyList<double>)[] curves =
        [
            .. report.Trials.Index().Where(trial => trial.Item.Curve.Count > 0).Select(trial => (
                Invariant($"trial {trial.Index + 1}"), (IReadOnlyList<double>)[.. trial.Item.Curve.Select(point => point.Score)])),
        ];
        return curves.Length > 0 ? curves : throw new ArgumentException(
            Invariant($"None of the {report.Trials.Count} trials has a curve. An objective that takes a {nameof(TrialRun)} reports it, as ") +
            "progress of Trainer.Fit or by Report.", nameof(report));
    }
}
