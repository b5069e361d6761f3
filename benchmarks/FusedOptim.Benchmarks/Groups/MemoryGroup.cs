namespace FusedOptim.Benchmarks;

/// <summary>AdamW on operands far larger than the caches: where traffic counts, not arithmetic.</summary>
internal static class MemoryGroup
{
    private const int Count = 1 << 24;
    private const int Step = 10;
    private const double AtMostToSameTraffic = 1.10;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    public static RatioGroup Group { get; } = new(
        "memory", "16 million elements, one and two threads, all in the slabs of a parameter set; nanoseconds per element", Run);

    private static GroupResult Run()
    {
        var notes = new List<string>();
        var (oneRows, one) = Measure(threads: 1, notes);
        if (Environment.ProcessorCount < 2)
            return new GroupResult(oneRows) { Timings = [one], Notes = [.. notes, "left out two threads: there is one processor"] };
        var (twoRows, two) = Measure(threads: 2, notes);
        return new GroupResult([.. oneRows, .. twoRows]) { Timings = [one, two], Notes = notes };
    }

    private static (RatioRow[] Rows, (string, IReadOnlyList<Timing>) Timings) Measure(int threads, List<string> notes)
    {
        using var team = new WorkerTeam(threads);
        using var operands = new SlabOperands(Count, team);
        var optimizer = new OptimizerCandidate(operands);
        var others = new List<(ICandidate Candidate, string Suffix, double? AtMost)>
        {
            (new SameTrafficCandidate(operands, team), "to-same-traffic", AtMostToSameTraffic),
        };
        AdamWReference.Check(optimizer, operands, 1, 2, 3);
        if (threads == 1)
        {
            if (CCandidate.TryCompile(operands, Step, "C, -Ofast -march=native", "-march=native", notes) is { } c)
                others.Add((c, "to-c", null));
            others.Add((new TensorPrimitivesCandidate(operands, Step), "to-tensor-primitives", null));
            foreach (var (candidate, _, _) in others.Skip(1))
                AdamWReference.Check(candidate, operands, Step, Step);
        }

        var timings = InterleavedTiming.Measure(
            [optimizer, .. others.Select(other => other.Candidate)], Count, Budget);
        var id = threads == 1 ? "memory-16m-1-thread" : "memory-16m-2-threads";
        var rows = others.Select((other, i) =>
            new RatioRow($"{id}-{other.Suffix}", timings[0].RatioTo(timings[i + 1]), "ratio") { AtMost = other.AtMost });
        return ([.. rows], (threads == 1 ? "one thread" : "two threads", timings));
    }
}
