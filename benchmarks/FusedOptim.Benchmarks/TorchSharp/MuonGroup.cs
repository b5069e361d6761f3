using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Steps of Muon beside its formula in operations of TorchSharp, which run in a process that takes turns with this one, and its
/// orthogonalization of many small matrices.
/// </summary>
internal static class MuonGroup
{
    private const double AtMostToFormula = 0.70;
    private const double AtMostToFormulaOfLong = 0.75;
    private const double AtMostToBatchedProducts = 0.70;
    private const double AtMostToOneCallEach = 0.12;
    private const int BatchCount = 1000;
    private const int BatchSize = 32;
    private const int AllocationSteps = 3;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMilliseconds(30);
    // Idle threads of the other process spin for some ten milliseconds: samples of several steps leave them out.
    private static readonly TimeSpan ShortestSampleOfTwoThreads = TimeSpan.FromMilliseconds(150);

    public static RatioGroup Squares { get; } = new(
        "torchsharp-muon", "a step of Muon beside operations of TorchSharp, one and two threads",
        () => Run(MeasureSquares));

    public static RatioGroup Long { get; } = new(
        "torchsharp-muon-long", "the same of 1,024 × 4,096 and 4,096 × 1,024", () => Run(MeasureLong));

    private static GroupResult Run(Action<Setting> measure)
    {
        using var worker = TorchSharpWorker.TryStart(out var reason);
        if (worker is null)
            return new GroupResult([]) { Notes = [$"left out: {reason}"] };
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            worker.SetThreads(threads);
            using var team = new WorkerTeam(threads);
            measure(new Setting(threads == 1 ? "1-thread" : "2-threads", worker, team, rows, timings));
        }

        return new GroupResult(rows) { Timings = timings, Notes = [worker.Description] };
    }

    private static void MeasureSquares(Setting setting)
    {
        MeasureMatrix(setting, 512, 512, AtMostToFormula);
        MeasureMatrix(setting, 1000, 1000, AtMostToFormula);
        MeasureMatrix(setting, 1024, 1024, AtMostToFormula);
        MeasureBatch(setting);
    }

    private static void MeasureLong(Setting setting)
    {
        MeasureMatrix(setting, 1024, 4096, AtMostToFormulaOfLong);
        MeasureMatrix(setting, 4096, 1024, AtMostToFormulaOfLong);
    }

    private static void MeasureMatrix(Setting setting, int rows, int columns, double atMost)
    {
        using var ours = new MatrixCandidate(new Muon(), rows, columns, setting.Team);
        ICandidate[] candidates =
        [
            ours,
            new TorchSharpCandidate(setting.Worker, $"muon-{rows}-{columns}", "TorchSharp, float"),
            new TorchSharpCandidate(setting.Worker, $"muon-bfloat-{rows}-{columns}", "TorchSharp, bfloat16"),
        ];
        var measured = setting.Team.ThreadCount == 1
            ? InterleavedTiming.MeasureLarge(candidates, 1, Budget)
            : InterleavedTiming.Measure(candidates, 1, Budget, ShortestSampleOfTwoThreads);
        setting.Add(
            $"{rows}x{columns}", ours, [.. measured.Select(timing => timing.Per(1e6))],
            [("to-torchsharp", atMost), ("to-torchsharp-bfloat16", null)]);
    }

    private static void MeasureBatch(Setting setting)
    {
        var ours = new NewtonSchulzCandidate(BatchCount, BatchSize, setting.Team);
        var measured = InterleavedTiming.Measure(
            [
                ours,
                new TorchSharpCandidate(setting.Worker, $"muon-batch-{BatchCount}-{BatchSize}", "TorchSharp, batched products"),
                new TorchSharpCandidate(setting.Worker, $"muon-each-{BatchCount}-{BatchSize}", "TorchSharp, one call each"),
            ],
            1e6, Budget, setting.Team.ThreadCount == 1 ? ShortestSample : ShortestSampleOfTwoThreads);
        setting.Add(
            $"{BatchCount}x{BatchSize}x{BatchSize}", ours, measured,
            [("to-batched-products", AtMostToBatchedProducts), ("to-one-call-each", AtMostToOneCallEach)]);
    }

    private sealed record Setting(
        string Name, TorchSharpWorker Worker, WorkerTeam Team, List<RatioRow> Rows, List<(string, IReadOnlyList<Timing>)> Timings)
    {
        /// <summary>Adds the ratios of the first timing to the others, and what it allocates.</summary>
        public void Add(string shape, ICandidate ours, IReadOnlyList<Timing> measured, (string Peer, double? AtMost)[] peers)
        {
            Timings.Add(($"ms, {shape}, {Name}", measured));
            foreach (var (i, (peer, atMost)) in peers.Index())
            {
                Rows.Add(new RatioRow($"muon-{shape}-{Name}-{peer}", measured[0].RatioTo(measured[i + 1]), "ratio")
                {
                    AtMost = atMost,
                });
            }

            Rows.Add(AllocationGroup.Row($"muon-{shape}-{Name}-allocated", AllocationSteps, ours.Step));
        }
    }
}
