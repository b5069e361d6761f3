using System.Globalization;
using FusedOptim.Training.Tuning;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>The scores of a search over the values of each hyperparameter, one panel for each: which hyperparameters matter, and where
/// their good values are.</summary>
/// <remarks>Dimensions on a logarithmic scale have a logarithmic axis, choices have their values side by side. Only trials with the
/// greatest budget that a finite score was reached with are drawn, since scores of other budgets are not comparable. The best trial is a
/// diamond.</remarks>
/// <example><code>
/// new SearchDimensionFigure(space, search).Save("dimensions.svg");
/// </code></example>
public sealed class SearchDimensionFigure : Figure
{
    private readonly SearchSpace _space;
    private readonly SearchTrial[] _trials;
    private readonly SearchTrial? _best;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="space">The space that was searched.</param>
    /// <param name="report">The report of the search.</param>
    /// <exception cref="ArgumentException">A trial does not have a hyperparameter of the space.</exception>
    public SearchDimensionFigure(SearchSpace space, SearchReport report)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(report);
        foreach (var dimension in space.Dimensions)
        {
            if (report.Trials.Any(trial => !trial.Point.Values.ContainsKey(dimension.Name)))
            {
                throw new ArgumentException(
                    $"A trial does not have '{dimension.Name}'; the report must be of a search in this space.", nameof(report));
            }
        }

        (_space, _best) = (space, report.Best);
        _trials = [.. report.Trials.Where(trial => double.IsFinite(trial.Score) && trial.Budget == _best?.Budget)];
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 60 + 270 * ((_space.Dimensions.Count + Columns - 1) / Columns);

    /// <inheritdoc/>
    public override string Description => _best is null
        ? "No trial has a finite score."
        : Invariant($"{_trials.Length} trials with a finite score; the best is {_best.Score:G4}, with {_best.Point}.");

    private protected override string DefaultTitle => "Scores over the hyperparameters";

    private int Columns => Math.Min(_space.Dimensions.Count, 2);

    private protected override FigureLayout Compose(Palette palette)
    {
        var isLogarithmic = AxisScale.SpanDecades(_trials.Select(trial => trial.Score));
        var panels = _space.Dimensions.Select((dimension, i) =>
        {
            var choice = dimension as ChoiceDimension;
            var panel = new Panel(
                new AxisScale(dimension.Name)
                {
                    IsLogarithmic = dimension is RealDimension { IsLogarithmic: true },
                    Names = choice?.Values.Select(value => value.ToString(CultureInfo.InvariantCulture)).ToArray(),
                    Margin = choice is null ? 0.04 : 0.2,
                },
                new AxisScale(i % Columns == 0 ? "Score (less is better)" : "") { IsLogarithmic = isLogarithmic, Margin = 0.08 });
            IncludeEnds(panel.X, dimension);
            panel.AddDots(_trials.Select(trial => PlaceOf(trial, dimension)), _trials.Select(trial => trial.Score), palette.GetSeries(0), 7);
            if (_best is not null)
                panel.AddDots([PlaceOf(_best, dimension)], [_best.Score], palette.GetSeries(1), 13, MarkerShape.FilledDiamond);
            return panel;
        });
        return new FigureLayout(
            Title, [.. panels], Columns,
            [new("trial", palette.GetSeries(0), Width: 0), new("best trial", palette.GetSeries(1), Width: 0)]);
    }

    private static void IncludeEnds(AxisScale axis, SearchDimension dimension)
    {
        var (least, greatest) = dimension switch
        {
            RealDimension real => (real.Minimum, real.Maximum),
            ChoiceDimension choice => (0.0, choice.Values.Count - 1.0),
            _ => (double.NaN, double.NaN),
        };
        axis.Include(least);
        axis.Include(greatest);
    }

    private static double PlaceOf(SearchTrial trial, SearchDimension dimension) => dimension is ChoiceDimension choice
        ? choice.Values.Index().First(value => value.Item == trial.Point[dimension.Name]).Index
        : trial.Point[dimension.Name];
}
