using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>TorchSharp in processes that take turns with this one.</summary>
internal static class TorchSharpGroup
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
    // Idle threads of the other process spin for a while: what they disturb is a small part of a longer sample.
    private static readonly TimeSpan ShortestSampleOfTwoThreads = TimeSpan.FromMilliseconds(30);

    /// <summary>The models, with bounds for AdamW: to TorchSharp's optimizer, and to libtorch's fused one on one thread.</summary>
    private static readonly (int Tensors, int Length, double? AtMost, double? AtMostToFused)[] Models =
    [
        (1, 32_768, 0.20, 0.50),
        (1, 262_144, null, 0.65),
        (1, 1_000_000, null, 0.75),
        (1, LargestModel, 0.105, 0.98),
        (1_000, 1_000, 0.05, 0.30),
        (100, 100_000, 0.11, null),
    ];

    private const int LargestModel = 1 << 24;
    private const double AtMostToSlabs = 1.05;
    private const int MatrixSize = 4096;
    private const double AtMostToFormula = 0.25;

    public static RatioGroup AdamW { get; } = new(
        "torchsharp", "FusedOptimizer and TorchSharp's AdamW on tensors of TorchSharp, one and two threads", () => Run(MeasureAdamW));

    public static RatioGroup Rules { get; } = new(
        "torchsharp-rules", "the same for SGD with momentum and Adagrad, one thread", () => Run(MeasureRules));

    public static RatioGroup Training { get; } = new(
        "torchsharp-training", "training steps of FusedOptim and of TorchSharp, one thread each", () => Run(MeasureTraining));

    public static RatioGroup Factored { get; } = new(
        "torchsharp-adafactor", "Adafactor and its formula in operations of TorchSharp, 4,096 × 4,096, one and two threads",
        () => Run(MeasureFactored));

    public static RatioGroup AfterBackward { get; } = new(
        "torchsharp-after-backward", "a step on two threads and on one, after backward passes of libtorch on two", RunAfterBackward);

    private static GroupResult RunAfterBackward()
    {
        if (Environment.ProcessorCount < 2)
            return new GroupResult([]) { Notes = ["left out: there is one processor"] };
        using var worker = TorchSharpWorker.TryStart(out var reason);
        if (worker is null)
            return new GroupResult([]) { Notes = [$"left out: {reason}"] };
        worker.SetThreads(2);
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        foreach (var shape in TrainingShape.All)
        {
            var measured = InterleavedTiming.Measure(
                [
                    new TorchSharpCandidate(worker, $"after-backward-2-{shape.Name}", "two threads"),
                    new TorchSharpCandidate(worker, $"after-backward-1-{shape.Name}", "one thread"),
                ],
                1, Budget);
            timings.Add(($"ns per step, {shape.Name}", measured));
            rows.Add(new RatioRow($"after-backward-{shape.Name}-2-threads-to-1", measured[0].RatioTo(measured[1]), "ratio") { AtMost = 1 });
        }

        return new GroupResult(rows) { Timings = timings, Notes = [worker.Description] };
    }

    private static GroupResult Run(Action<Peers> measure)
    {
        using var ours = TorchSharpWorker.TryStart(out var reason);
        if (ours is null)
            return new GroupResult([]) { Notes = [$"left out: {reason}"] };
        using var theirs = TorchSharpWorker.TryStart(out reason) ?? throw new InvalidOperationException(reason);
        var peers = new Peers(ours, theirs, [], []);
        measure(peers);
        return new GroupResult(peers.Rows) { Timings = peers.Timings, Notes = [ours.Description] };
    }

    private static void MeasureFactored(Peers peers)
    {
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            peers.Theirs.SetThreads(threads);
            using var team = new WorkerTeam(threads);
            using var ours = new MatrixCandidate(new Adafactor(), MatrixSize, MatrixSize, team);
            var theirs = new TorchSharpCandidate(peers.Theirs, $"adafactor-{MatrixSize}-{MatrixSize}", "TorchSharp, operation by operation");
            var measured = InterleavedTiming.Measure([ours, theirs], (double)MatrixSize * MatrixSize, Budget);
            var setting = threads == 1 ? "1-thread" : "2-threads";
            peers.Timings.Add(($"ns per element, {setting}", measured));
            peers.Rows.Add(new RatioRow($"torchsharp-adafactor-{setting}", measured[0].RatioTo(measured[1]), "ratio")
            {
                AtMost = AtMostToFormula,
            });
        }
    }

    private static void MeasureAdamW(Peers peers)
    {
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            foreach (var (tensors, length, atMost, atMostToFused) in Models)
                Measure(peers, "adamw", threads, tensors, length, atMost, threads == 1 ? atMostToFused : null);
            MeasureSlabs(peers, threads);
        }
    }

    // The slabs of a set are in huge pages: tensors in small ones would compare the pages.
    private static void MeasureSlabs(Peers peers, int threads)
    {
        using var worker = TorchSharpWorker.TryStart(out var reason, hasHugePages: true) ?? throw new InvalidOperationException(reason);
        worker.SetThreads(threads);
        var model = $"adamw-1-{LargestModel}";
        var measured = InterleavedTiming.Measure(
            [
                new TorchSharpCandidate(worker, $"fusedoptim-{model}", "FusedOptimizer.step, huge pages"),
                new TorchSharpCandidate(worker, $"slabs-{model}", "FusedOptim, ParameterSet"),
            ],
            LargestModel, Budget);
        var setting = threads == 1 ? "1-thread" : $"{threads}-threads";
        peers.Timings.Add(($"ns per element, 1 × {LargestModel:N0}, {setting}, huge pages", measured));
        peers.Rows.Add(new RatioRow($"{model}-{setting}-to-slabs", measured[0].RatioTo(measured[1]), "ratio") { AtMost = AtMostToSlabs });
    }

    private static void MeasureRules(Peers peers)
    {
        foreach (var rule in (string[])["sgd", "adagrad"])
        {
            Measure(peers, rule, 1, 1, 1_000_000, null, null);
            Measure(peers, rule, 1, 1_000, 1_000, null, null);
        }
    }

    private static void Measure(
        Peers peers, string rule, int threads, int tensors, int length, double? atMost, double? atMostToFused)
    {
        peers.Ours.SetThreads(threads);
        peers.Theirs.SetThreads(threads);
        var model = $"{rule}-{tensors}-{length}";
        ICandidate[] candidates =
        [
            new TorchSharpCandidate(peers.Ours, $"fusedoptim-{model}", "FusedOptimizer.step"),
            new TorchSharpCandidate(peers.Theirs, model, "TorchSharp's optimizer"),
            new TorchSharpCandidate(peers.Theirs, $"fused-{model}", "libtorch, fused"),
        ];
        var measured = InterleavedTiming.Measure(
            candidates, (double)tensors * length, Budget, threads == 1 ? TrainingShape.ShortestSample : ShortestSampleOfTwoThreads);
        var setting = threads == 1 ? "1-thread" : $"{threads}-threads";
        peers.Timings.Add(($"ns per element, {rule}, {tensors:N0} × {length:N0}, {setting}", measured));
        Add("torchsharp", 1, atMost);
        Add("libtorch-fused", 2, atMostToFused);

        void Add(string peer, int index, double? bound) => peers.Rows.Add(
            new RatioRow($"{model}-{setting}-to-{peer}", measured[0].RatioTo(measured[index]), "ratio") { AtMost = bound });
    }

    private static void MeasureTraining(Peers peers)
    {
        using var team = new WorkerTeam(1);
        foreach (var shape in TrainingShape.All)
        {
            peers.Theirs.SetThreads(1);
            using var ours = new TrainingCandidate(shape.Model, shape.BatchSize, team);
            MeasureBeside($"training-{shape.Name}", ours, shape.AtMostToTorchSharp);
        }

        var images = ConvolutionalShape.Default;
        using var imageStep = new TrainingCandidate(ConvolutionalShape.Model, images.BatchSize, team);
        MeasureBeside($"convolutions-{images.Name}", imageStep, ConvolutionalShape.AtMostToTorchSharp);

        var recurrent = RecurrentShape.Default;
        using var passes = new RecurrentCandidate(recurrent, team);
        MeasureBeside($"gru-{recurrent.Name}", passes, RecurrentShape.AtMostToTorchSharp);

        // The worker has the candidate by the same name.
        void MeasureBeside(string name, ICandidate ours, double atMost)
        {
            var measured = InterleavedTiming.Measure(
                [ours, new TorchSharpCandidate(peers.Theirs, name, "TorchSharp")], 1, Budget, TrainingShape.ShortestSample);
            peers.Timings.Add(($"ns per step, {name}", measured));
            peers.Rows.Add(new RatioRow($"{name}-to-torchsharp", measured[0].RatioTo(measured[1]), "ratio") { AtMost = atMost });
        }
    }

    /// <summary>Two processes, so that the threads of one pool do not spin into the other's, and what is measured with them.</summary>
    private sealed record Peers(
        TorchSharpWorker Ours, TorchSharpWorker Theirs, List<RatioRow> Rows, List<(string, IReadOnlyList<Timing>)> Timings);
}
