using FusedOptim.Rules;
using Spectre.Console;
using Spectre.Console.Rendering;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>The same model and batches, trained by several optimizers in turn.</summary>
internal static class Race
{
    /// <summary>Runs a race, with a table that follows it where the output is a terminal.</summary>
    /// <param name="task">The model and the data.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="cancellationToken">Ends the race after the current step.</param>
    public static void Run(ITask task, int steps, CancellationToken cancellationToken)
    {
        var rate = task.LearningRate;
        AnsiConsole.WriteLine($"{task.Description}; learning rate {rate}");
        // TorchSharp does not decay by default; PyTorch and FusedOptim do, by 0.01.
        Racer[] racers =
        [
            new("TorchSharp, AdamW", task, model => optim.AdamW(model.parameters(), rate, weight_decay: new AdamW().WeightDecay)),
            new("FusedOptim, AdamW", task, model => FusedOptimizer.Create(model.named_parameters(), new AdamW(rate))),
            new("FusedOptim, CarefulAdam", task, model => FusedOptimizer.Create(model.named_parameters(), new CarefulAdam(rate))),
            new("FusedOptim, Muon and AdamW", task, model => FusedOptimizer.Create(
                model.named_parameters(),
                Split.ByRank(new Muon(rate, Adjustment: MuonAdjustment.MatchRmsAdamW), new AdamW(rate), task.OuterLayers),
                // Queries, keys and values of attention are three matrices.
                view: (name, shape) => name.EndsWith("in_proj_weight", StringComparison.Ordinal)
                    ? MatrixView.Of(shape).Split(3)
                    : MatrixView.Of(shape))),
        ];
        try
        {
            AnsiConsole.Live(Render(racers)).Start(context =>
            {
                for (var step = 0; step < steps && !cancellationToken.IsCancellationRequested; step++)
                {
                    var (inputs, labels) = task.GetBatch(step);
                    using (inputs)
                    using (labels)
                    {
                        foreach (var racer in racers)
                            racer.Step(inputs, labels);
                    }

                    context.UpdateTarget(Render(racers));
                }
            });
            var difference = racers[0].Losses.Zip(racers[1].Losses, (theirs, ours) => Math.Abs(theirs - ours)).DefaultIfEmpty().Max();
            AnsiConsole.WriteLine(
                $"Largest difference of the losses of both AdamW in {racers[0].Losses.Count} steps: {difference:E1}.");
        }
        finally
        {
            foreach (var racer in racers)
                racer.Dispose();
        }
    }

    private static IRenderable Render(Racer[] racers)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35);
        foreach (var (heading, isNumber) in ((string, bool)[])
            [("optimizer", false), ("step", true), ("loss", true), ("ms per step", true), ("of it the optimizer", true)])
        {
            var column = new TableColumn($"[grey]{heading}[/]").NoWrap();
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        foreach (var racer in racers)
        {
            table.AddRow(
                racer.Name, $"{racer.Losses.Count}", racer.Losses.Count == 0 ? "" : $"{racer.Losses[^1]:F4}",
                double.IsNaN(racer.StepMilliseconds) ? "" : $"{racer.StepMilliseconds:F2}",
                double.IsNaN(racer.StepMilliseconds)
                    ? "" : $"{racer.OptimizerMilliseconds:F3} ({racer.OptimizerMilliseconds / racer.StepMilliseconds:P1})");
        }

        return table;
    }
}
