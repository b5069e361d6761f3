using System.Globalization;

namespace FusedOptim.Training.Plots;

/// <summary>The description of a run on a page.</summary>
internal static class RunContent
{
    /// <summary>Adds the result, the curves, the warnings and the epochs.</summary>
    public static void AddTo(HtmlReport page, TrainingReport report)
    {
        page.AddFacts(Facts(report));
        page.AddFigure(new LearningCurveFigure(report));
        var steps = LearningCurvePanels.GradientNorm | LearningCurvePanels.LearningRate;
        if (report.BatchLosses.Count > 0)
            page.AddFigure(new LearningCurveFigure(report) { Panels = steps, Title = "Gradients and learning rate" });
        if (report.Warnings.Count > 0)
        {
            page.AddHeading("Warnings");
            foreach (var warning in report.Warnings)
                page.AddParagraph(warning);
        }

        if (report.Epochs.Count > 0)
            AddEpochs(page, report.Epochs);
    }

    private static IEnumerable<(string Name, string Value)> Facts(TrainingReport report)
    {
        yield return ("Epochs", report.Epochs.Count.ToString("N0", CultureInfo.InvariantCulture));
        if (report.BatchLosses.Count > 0)
            yield return ("Batches", report.BatchLosses.Count.ToString("N0", CultureInfo.InvariantCulture));
        yield return ("Time", FormatTime(report.Elapsed));
        yield return ("End", report.NonFinite is { } stop ? stop.Message
            : report.WasStopped ? "Stopped early." : report.WasCancelled ? "Cancelled." : "All epochs were completed.");
        if (report.Best is not { } best)
            yield break;
        yield return ("Best epoch", best.Epoch.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, result) in Results(best))
        {
            yield return ($"Loss, {name}", FormatLoss(result.Loss));
            if (!double.IsNaN(result.Accuracy))
                yield return ($"Accuracy, {name}", FormatAccuracy(result.Accuracy));
        }
    }

    private static IEnumerable<(string Name, Evaluation Result)> Results(EpochReport epoch)
    {
        foreach (var (name, select) in Columns([epoch]))
            yield return (name, select(epoch)!.Value);
    }

    // What the epochs have: the passes that learn, training data evaluated after them, validation data.
    private static List<(string Name, Func<EpochReport, Evaluation?> Select)> Columns(IReadOnlyList<EpochReport> epochs)
    {
        var columns = new List<(string Name, Func<EpochReport, Evaluation?> Select)> { ("training", epoch => epoch.Training) };
        if (epochs.Any(epoch => epoch.TrainingEvaluation is not null))
            columns.Add(("training, evaluated", epoch => epoch.TrainingEvaluation));
        if (epochs.Any(epoch => epoch.Validation is not null))
            columns.Add(("validation", epoch => epoch.Validation));
        return columns;
    }

    private static void AddEpochs(HtmlReport page, IReadOnlyList<EpochReport> epochs)
    {
        var hasAccuracy = epochs.Any(epoch => !double.IsNaN(epoch.Training.Accuracy));
        var columns = Columns(epochs);
        string[] headings =
        [
            "Epoch",
            .. columns.SelectMany(column => hasAccuracy ? new[] { $"Loss, {column.Name}", $"Accuracy, {column.Name}" } : [$"Loss, {column.Name}"]),
            "Time",
        ];
        page.AddFoldedTable("All epochs", headings, epochs.Select(epoch => (IReadOnlyList<string>)
        [
            epoch.Epoch.ToString(CultureInfo.InvariantCulture),
            .. columns.SelectMany(column => Cells(column.Select(epoch), hasAccuracy)),
            FormatTime(epoch.Elapsed),
        ]));
    }

    private static string[] Cells(Evaluation? result, bool hasAccuracy)
    {
        var (loss, accuracy) = result is { } known ? (FormatLoss(known.Loss), FormatAccuracy(known.Accuracy)) : ("", "");
        return hasAccuracy ? [loss, accuracy] : [loss];
    }

    private static string FormatLoss(double loss) => loss.ToString("G4", CultureInfo.InvariantCulture);

    private static string FormatAccuracy(double accuracy) => double.IsNaN(accuracy) ? "" : Invariant($"{100 * accuracy:F2} %");

    private static string FormatTime(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? Invariant($"{time.Minutes} min {time.Seconds} s")
        : time.TotalSeconds >= 1 ? Invariant($"{time.TotalSeconds:F1} s") : Invariant($"{time.TotalMilliseconds:F0} ms");
}
