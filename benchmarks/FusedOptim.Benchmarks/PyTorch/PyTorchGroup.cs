using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>PyTorch on one thread, in a process beside this one that takes turns with it.</summary>
internal static class PyTorchGroup
{
    private static readonly int[] Counts = [32_768, 1_000_000, 1 << 24];
    private static readonly string[] Variants = ["default", "foreach", "fused"];
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    public static RatioGroup Group { get; } = new(
        "pytorch", "AdamW and training steps of PyTorch, one thread each", Run);

    private static GroupResult Run()
    {
        using var worker = PyTorchWorker.TryStart(out var reason);
        if (worker is null)
            return new GroupResult([]) { Notes = [$"left out, no PyTorch: {reason}"] };

        var notes = new List<string> { worker.Description };
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        using var team = new WorkerTeam(1);
        foreach (var shape in TrainingShape.All)
            MeasureTraining(shape);
        foreach (var count in Counts)
            MeasureAdamW(count);
        return new GroupResult(rows) { Timings = timings, Notes = notes };

        void MeasureTraining(TrainingShape shape)
        {
            using var ours = new TrainingCandidate(shape, team);
            if (PyTorchCandidate.TryCreate(worker, $"training-{shape.Name}", "PyTorch", notes) is not { } theirs)
                return;
            var measured = InterleavedTiming.Measure([ours, theirs], 1, Budget, TrainingShape.ShortestSample);
            timings.Add(($"ns per training step, {shape.Name}", measured));
            rows.Add(new RatioRow($"pytorch-training-{shape.Name}", measured[0].RatioTo(measured[1]), "ratio")
            {
                AtMost = shape.AtMostToPyTorch,
            });
            worker.Clear();
        }

        void MeasureAdamW(int count)
        {
            using var ours = new ModelCandidate(
                "FusedOptim, Optimizer.Step", new AdamW(), 1, count, new OptimizerOptions { Team = team });
            var theirs = Variants
                .Select(variant => (Variant: variant, Candidate: PyTorchCandidate.TryCreate(
                    worker, $"adamw-{count}-{variant}", $"PyTorch, {variant}", notes)))
                .Where(pair => pair.Candidate is not null).ToArray();
            var measured = InterleavedTiming.Measure([ours, .. theirs.Select(pair => pair.Candidate!)], count, Budget);
            timings.Add(($"ns per element, {count}", measured));
            rows.AddRange(theirs.Select((pair, i) => new RatioRow(
                $"pytorch-adamw-{count}-{pair.Variant}", measured[0].RatioTo(measured[i + 1]), "ratio")));
            worker.Clear();
        }
    }
}
