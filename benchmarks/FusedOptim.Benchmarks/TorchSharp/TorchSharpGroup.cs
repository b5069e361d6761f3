using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>TorchSharp on one thread, in a process that takes turns with this one.</summary>
internal static class TorchSharpGroup
{
    private static readonly (int Tensors, int Length)[] Models = [(1, 32_768), (1, 1 << 24), (1_000, 1_000)];
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    public static RatioGroup Group { get; } = new(
        "torchsharp", "AdamW and training steps of TorchSharp, one thread each", Run);

    private static GroupResult Run()
    {
        using var worker = TorchSharpWorker.TryStart(out var reason);
        if (worker is null)
            return new GroupResult([]) { Notes = [$"left out: {reason}"] };

        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        using var team = new WorkerTeam(1);
        foreach (var (tensors, length) in Models)
            MeasureAdamW(tensors, length);
        foreach (var shape in TrainingShape.All)
            MeasureTraining(shape);
        return new GroupResult(rows) { Timings = timings, Notes = [worker.Description] };

        void MeasureAdamW(int tensors, int length)
        {
            using var ours = new ModelCandidate(
                "FusedOptim, Optimizer.Step", new AdamW(), tensors, length, new OptimizerOptions { Team = team });
            var unfused = new TorchSharpCandidate(worker, $"adamw-{tensors}-{length}", "TorchSharp, optim.AdamW");
            var fused = new TorchSharpCandidate(worker, $"fused-adamw-{tensors}-{length}", "libtorch, _fused_adamw_");
            var measured = InterleavedTiming.Measure([ours, unfused, fused], tensors * length, Budget);
            timings.Add(($"ns per element, AdamW, {tensors} × {length}", measured));
            rows.Add(new RatioRow($"torchsharp-adamw-{tensors}-{length}", measured[0].RatioTo(measured[1]), "ratio"));
            rows.Add(new RatioRow($"torchsharp-fused-adamw-{tensors}-{length}", measured[0].RatioTo(measured[2]), "ratio") { AtMost = 1 });
            worker.Clear();
        }

        void MeasureTraining(TrainingShape shape)
        {
            using var ours = new TrainingCandidate(shape, team);
            var theirs = new TorchSharpCandidate(worker, $"training-{shape.Name}", "TorchSharp, training step");
            var measured = InterleavedTiming.Measure([ours, theirs], 1, Budget, TrainingShape.ShortestSample);
            timings.Add(($"ns per training step, {shape.Name}", measured));
            rows.Add(new RatioRow($"torchsharp-training-{shape.Name}", measured[0].RatioTo(measured[1]), "ratio")
            {
                AtMost = shape.AtMostToTorchSharp,
            });
            worker.Clear();
        }
    }
}
