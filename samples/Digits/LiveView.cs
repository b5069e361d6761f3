using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FusedOptim.Samples.Digits;

/// <summary>A table that grows its learning curves while networks train, for terminals.</summary>
internal sealed class LiveView(DigitsData data, TrainingPlan plan) : IRunView
{
    // Borders, the heading, the scale, and a line for the cursor.
    private const int LinesAroundRows = 7;

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    /// <inheritdoc/>
    public void Watch(IReadOnlyList<RunRow> rows, Action<Action<RunRow>> train)
    {
        AnsiConsole.WriteLine();
        var title = new Rule("[bold]FusedOptim[/] [grey]learns handwritten digits[/]");
        AnsiConsole.Write(title.LeftJustified().RuleStyle("grey35"));
        AnsiConsole.MarkupLine($"[grey]{RunText.Describe(data, plan, rows)}[/]");
        // Cleared at the end: what Ctrl+C writes into the table goes with it, and rows that were not shown appear.
        AnsiConsole.Live(Render(rows, Visible(rows))).AutoClear(true).Start(context =>
        {
            var lastFrame = 0L;
            train(row =>
            {
                if (row.IsRunning && Stopwatch.GetElapsedTime(lastFrame) < FrameTime)
                    return;
                lastFrame = Stopwatch.GetTimestamp();
                context.UpdateTarget(Render(rows, Visible(rows)));
            });
        });
        AnsiConsole.Write(Render(rows, [.. rows.Where(row => row.HasBegun)]));
    }

    // As many rows as the terminal has lines for, with the one that runs and some that are over.
    private static IReadOnlyList<RunRow> Visible(IReadOnlyList<RunRow> rows)
    {
        var count = Math.Max(1, AnsiConsole.Profile.Height - LinesAroundRows);
        var begun = rows.Count(row => row.HasBegun);
        var first = Math.Clamp(begun + 1 - count, 0, Math.Max(0, rows.Count - count));
        return [.. rows.Skip(first).Take(count)];
    }

    /// <inheritdoc/>
    public void Conclude(IReadOnlyList<RunRow> rows, string summary)
    {
        AnsiConsole.WriteLine();
        if (RunText.HasOneRule(rows))
            MistakeGallery.Write(rows, data);
        AnsiConsole.MarkupLine($"[bold green]✓[/] [bold]{summary}[/]");
    }

    private IRenderable Render(IReadOnlyList<RunRow> rows, IReadOnlyList<RunRow> shown)
    {
        var layout = RunTableLayout.For(AnsiConsole.Profile.Width, rows, plan.Epochs);
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35);
        table.AddColumn(new TableColumn(layout.HasSeveralRules ? "[grey]rule[/]" : "[grey]run[/]").NoWrap());
        if (layout.HasLearningRate)
            table.AddColumn(new TableColumn("[grey]rate[/]").NoWrap().RightAligned());
        if (layout.CurveWidth > 0)
            table.AddColumn(new TableColumn("[grey]test accuracy by epoch[/]").NoWrap().Width(layout.CurveWidth));
        if (layout.HasLoss)
            table.AddColumn(new TableColumn("[grey]loss[/]").NoWrap().RightAligned().Width(6));
        table.AddColumn(new TableColumn("[grey]accuracy[/]").NoWrap().RightAligned().Width(8));
        if (layout.HasSeconds)
            table.AddColumn(new TableColumn("[grey]time[/]").NoWrap().RightAligned().Width(6));
        if (layout.CurveWidth > 0)
            table.Caption($"[grey]{LearningCurve.Scale}[/]");
        foreach (var row in shown)
            table.AddRow([.. Cells(row, layout).Select(cell => new Markup(cell))]);
        return table;
    }

    private IEnumerable<string> Cells(RunRow row, RunTableLayout layout)
    {
        var last = row.Epochs.LastOrDefault();
        var hasBegun = last is not null;
        yield return row.IsComplete
            ? row.Label
            : row.IsRunning ? $"[bold yellow]{row.Label}[/]" : $"[grey]{row.Label}[/]";
        if (layout.HasLearningRate)
            yield return $"[grey]{row.Rule.LearningRate}[/]";
        if (layout.CurveWidth > 0)
            yield return LearningCurve.Markup(row.Epochs, plan.Epochs, layout.CurveWidth);
        if (layout.HasLoss)
            yield return row.IsComplete ? $"{row.Loss:F4}" : hasBegun ? $"[grey]{last!.Validation?.Loss:F4}[/]" : "";
        yield return row.IsComplete
            ? $"[bold]{row.Accuracy:F4}[/]"
            : hasBegun ? $"[grey]{last!.Validation?.Accuracy:F4}[/]" : "";
        if (layout.HasSeconds)
            yield return row.Networks.Count > 0 ? $"[grey]{row.Seconds:F2} s[/]" : "";
    }
}
