using FusedOptim.Execution;
using Spectre.Console;

namespace FusedOptim.Samples.Digits;

/// <summary>The command: trains what was asked for and shows it.</summary>
internal static class DigitsCommand
{
    private const int SuccessCode = 0;

    // What shells call a program that Ctrl+C ended.
    private const int CancelledCode = 130;

    /// <summary>Trains.</summary>
    /// <param name="rules">The rules to train with.</param>
    /// <param name="epochs">How many times to go through the training data.</param>
    /// <param name="seed">The seed; null for seeds 1 to 5.</param>
    /// <param name="threads">The number of threads; null for the usual one.</param>
    /// <param name="printsDigests">Whether the SHA-256 of the weights are printed.</param>
    /// <param name="cancellationToken">Ends training with what there is.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        IReadOnlyList<TrainableRule> rules, int epochs, long? seed, int? threads, bool printsDigests,
        CancellationToken cancellationToken)
    {
        var data = DigitsData.Load();
        using var team = threads is { } count ? new WorkerTeam(count) : null;
        var plan = new TrainingPlan(epochs, team ?? WorkerTeam.Default);
        long[] seeds = seed is { } one ? [one] : [1, 2, 3, 4, 5];
        RunRow[] rows = rules.Count > 1
            ? [.. rules.Select(rule => new RunRow(rule, seeds, rule.Title))]
            : [.. seeds.Select(number => new RunRow(rules[0], [number], $"seed {number}"))];

        IRunView view = Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
            ? new PlainView(data, plan)
            : new LiveView(data, plan);
        view.Watch(rows, changed =>
        {
            foreach (var row in rows)
                row.Run(data, plan, changed, cancellationToken);
        });
        if (cancellationToken.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
            return CancelledCode;
        }

        view.Conclude(rows, RunText.Summarize(rows));
        if (printsDigests)
        {
            foreach (var row in rows)
            {
                foreach (var network in row.Networks)
                    Console.WriteLine($"sha256 {network.Digest} {row.Rule.Name} seed {network.Seed}");
            }
        }

        return SuccessCode;
    }
}
