using FusedOptim.Guards;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>Losses and accuracies over the epochs of one run, or of several runs beside each other.</summary>
/// <remarks>
/// For one run: the loss of each batch as a faint line with its exponentially weighted average, the results on training data where
/// <see cref="Trainer.EvaluatedTrainingShare"/> is set, those on validation data, and the best epoch. For several runs: a colour each, with
/// the results on validation data as a full line and those of training as a thin dashed one.
/// <para>A batch is placed inside its epoch, and the mean over an epoch's batches in its middle; evaluations are at the end of the epoch.
/// The loss has a logarithmic axis where the greatest value is at least 30 times the least.</para>
/// </remarks>
/// <example><code>
/// var report = trainer.Fit(training, validation, epochs: 20);
/// new LearningCurveFigure(report).Save("curves.png");
/// new LearningCurveFigure(("SGD", first), ("Adam", second)) { Panels = LearningCurvePanels.Loss }.Save("compared.svg");
/// </code></example>
public sealed class LearningCurveFigure : Figure
{
    // More runs with each of their batches hide each other.
    private const int MostWithBatches = 3;

    private readonly TrainingCurves[] _runs;

    /// <summary>Initializes a new instance of one run.</summary>
    /// <param name="report">What <see cref="Trainer.Fit"/> returned.</param>
    public LearningCurveFigure(TrainingReport report)
        : this(("this run", report))
    {
    }

    /// <summary>Initializes a new instance of several runs.</summary>
    /// <param name="runs">The runs with their names for the legend; at least one.</param>
    /// <exception cref="ArgumentException">No run is given, or two runs have one name.</exception>
    public LearningCurveFigure(params IEnumerable<(string Name, TrainingReport Report)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        _runs = [.. runs.Select(run => new TrainingCurves(run.Name, run.Report))];
        SeriesNames.Check(_runs.Select(run => run.Name), "run", nameof(runs));
    }

    /// <summary>Gets or sets the panels; <see cref="LearningCurvePanels.Loss"/> and <see cref="LearningCurvePanels.Accuracy"/> by default. Panels
    /// for which no run has values are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No panel is given.</exception>
    public LearningCurvePanels Panels
    {
        get;
        set
        {
            Guard.Check(
                value != LearningCurvePanels.None && (value & ~LearningCurvePanels.All) == 0, (int)value, "one or more panels", nameof(Panels));
            field = value;
        }
    } = LearningCurvePanels.Loss | LearningCurvePanels.Accuracy;

    /// <summary>Gets or sets the number of batches n that the average of batches spans: its factor is β = 1 − 1/n; 1 for no average. A fortieth of
    /// the batches by default, from 5 to 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public int? SmoothedBatches
    {
        get;
        set
        {
            if (value is { } count)
                Guard.AtLeast(1, count, nameof(SmoothedBatches));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 70 + 270 * ShownPanels.Count;

    /// <inheritdoc/>
    public override string Description => string.Join(' ', ShowsEpochs(ShownPanels)
        ? _runs.Select(run => run.Describe(_runs.Length > 1))
        : ShownPanels.SelectMany(panel => _runs.Select(run => run.DescribeSteps(panel, _runs.Length > 1))));

    private protected override string DefaultTitle => _runs.Length == 1 ? "Learning curves" : "Learning curves compared";

    private bool HasValidation => _runs.Any(run => run.GetValidations(LearningCurvePanels.Loss).Length > 0);

    private bool CountsEpochs => _runs.Any(run => run.CountsEpochs);

    private IReadOnlyList<LearningCurvePanels> ShownPanels
    {
        get
        {
            var shown = Enum.GetValues<LearningCurvePanels>()
                .Where(panel => int.IsPow2((int)panel) && Panels.HasFlag(panel) && _runs.Any(run => run.Has(panel))).ToList();
            return shown.Count > 0 ? shown : [LearningCurvePanels.Loss];
        }
    }

    private protected override FigureLayout Compose(Palette palette)
    {
        var panels = ShownPanels;
        var legend = _runs.Length == 1 ? LegendOf(_runs[0], palette, panels) : LegendOfRuns(palette);
        return new FigureLayout(Title, [.. panels.Select((kind, i) => ComposePanel(kind, i == panels.Count - 1, palette))], 1, legend);
    }

    private Panel ComposePanel(LearningCurvePanels kind, bool isLast, Palette palette)
    {
        var isLogarithmic = kind != LearningCurvePanels.Accuracy && AxisScale.SpanDecades(_runs.SelectMany(run => run.GetValues(kind)));
        var panel = new Panel(
            new AxisScale(isLast ? (CountsEpochs ? "Epoch" : "Step") : "") { AreWhole = true, Margin = 0.015 },
            new AxisScale(TrainingCurves.LabelOf(kind)) { IsLogarithmic = isLogarithmic });
        panel.X.Include(_runs.Where(run => run.CountsEpochs == CountsEpochs).Min(run => run.Begin));
        for (var i = 0; i < _runs.Length; i++)
            AddRun(panel, kind, _runs[i], i, palette);
        return panel;
    }

    private void AddRun(Panel panel, LearningCurvePanels kind, TrainingCurves run, int index, Palette palette)
    {
        var isAlone = _runs.Length == 1;
        var color = palette.GetSeries(index);
        var pattern = isAlone ? default : palette.GetPattern(index);
        var isOfSteps = kind is LearningCurvePanels.GradientNorm or LearningCurvePanels.LearningRate;
        // Thin and dashed where lines of validation are the main ones.
        var isMain = isAlone || isOfSteps || !HasValidation;
        var (width, trainingPattern) = isMain ? (2.2f, pattern) : (1.4f, ScottPlot.LinePattern.Dashed);
        var evaluated = run.GetTrainingEvaluations(kind);
        // Beside other runs a run has one line of training.
        var batches = isAlone || evaluated.Length == 0 ? run.GetBatches(kind) : [];
        if (batches.Length > 0)
        {
            // A run that ended in its first epoch has the batches of the others.
            var x = run.GetBatchPlaces(_runs.Select(other => other.FirstEpochLength).FirstOrDefault(length => length is not null));
            var smoothed = kind == LearningCurvePanels.LearningRate ? batches : run.Smooth(batches, SmoothedBatches);
            if ((isAlone || isOfSteps && _runs.Length <= MostWithBatches) && kind != LearningCurvePanels.LearningRate)
                panel.AddLine(x, batches, color.WithAlpha(80), width: 1);
            panel.AddLine(x, smoothed, color, width, trainingPattern);
        }
        else if (!isOfSteps && (isAlone || evaluated.Length == 0))
        {
            AddEpochs(panel, run.GetMeans(kind), color, width, trainingPattern);
        }

        if (isOfSteps)
            return;
        if (evaluated.Length > 0)
            AddEpochs(panel, evaluated, color, width, ScottPlot.LinePattern.DenselyDashed);
        var validation = run.GetValidations(kind);
        var validationColor = isAlone ? palette.GetSeries(1) : color;
        AddEpochs(panel, validation, validationColor, 2.4f, pattern);
        if (isAlone && run.BestEpoch is { } best)
        {
            panel.AddVerticalLine(best, palette.MutedInk, ScottPlot.LinePattern.Dotted);
            panel.AddDots([best], [run.GetBest(kind)], validation.Length > 0 ? validationColor : color, 11, MarkerShape.FilledDiamond);
        }
    }

    private static bool ShowsEpochs(IEnumerable<LearningCurvePanels> panels) =>
        panels.Any(panel => panel is LearningCurvePanels.Loss or LearningCurvePanels.Accuracy);

    private static void AddEpochs(Panel panel, (double Epoch, double Value)[] points, Color color, float width, LinePattern pattern)
    {
        panel.AddLine(points.Select(point => point.Epoch), points.Select(point => point.Value), color, width, pattern);
        // Dots show where the values are, as long as there is room between them.
        if (points.Length is > 0 and <= 40)
            panel.AddDots(points.Select(point => point.Epoch), points.Select(point => point.Value), color, 5);
    }

    private static List<LegendEntry> LegendOf(TrainingCurves run, Palette palette, IReadOnlyList<LearningCurvePanels> panels)
    {
        var color = palette.GetSeries(0);
        var legend = new List<LegendEntry>();
        if (run.GetBatches(panels[0]).Length > 0)
            legend.Add(new("batches", color.WithAlpha(110), Width: 1.5f));
        legend.Add(new(legend.Count > 0 ? "batches, smoothed" : "training, mean of the epoch", color));
        if (!ShowsEpochs(panels))
            return legend;
        if (run.GetTrainingEvaluations(LearningCurvePanels.Loss).Length > 0)
            legend.Add(new("training, evaluated", color, ScottPlot.LinePattern.DenselyDashed));
        if (run.GetValidations(LearningCurvePanels.Loss).Length > 0)
            legend.Add(new("validation", palette.GetSeries(1)));
        if (run.BestEpoch is { } best)
            legend.Add(new(Invariant($"best epoch: {best}"), palette.MutedInk, ScottPlot.LinePattern.Dotted, 1.5f));
        return legend;
    }

    private List<LegendEntry> LegendOfRuns(Palette palette)
    {
        var legend = _runs.Select((run, i) => new LegendEntry(run.Name, palette.GetSeries(i), palette.GetPattern(i))).ToList();
        if (HasValidation)
        {
            legend.Add(new("validation", palette.MutedInk));
            legend.Add(new("training", palette.MutedInk, ScottPlot.LinePattern.Dashed, 1.4f));
        }

        return legend;
    }
}
