using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>AdamW on operands far larger than the caches: where traffic counts, not arithmetic.</summary>
internal static class MemoryGroup
{
    private const int Count = 1 << 24;
    private const int Step = 10;
    private const double AtMostToSameTraffic = 1.03;
    private static readonly TimeSpan TrafficBudget = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan OthersBudget = TimeSpan.FromSeconds(4);

    public static RatioGroup Group { get; } = new(
        "memory", "16 million elements in the slabs of a parameter set, one and two threads", Run);

    private static GroupResult Run()
    {
        var notes = new List<string>();
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();

        using (var team = new WorkerTeam(1))
        using (var operands = new SlabOperands(Count, team))
        {
            Add(MeasureTraffic(operands, team, "memory-16m-1-thread-to-same-traffic", "ns per element, one thread"));
            Add(MeasureOthers(operands, notes));
        }

        if (Environment.ProcessorCount > 1)
        {
            using var team = new WorkerTeam(2);
            using var operands = new SlabOperands(Count, team);
            Add(MeasureTraffic(operands, team, "memory-16m-2-threads-to-same-traffic", "ns per element, two threads"));
        }
        else
        {
            notes.Add("left out two threads: there is one processor");
        }

        return new GroupResult(rows) { Timings = timings, Notes = notes };

        void Add((RatioRow[] Rows, string Setting, IReadOnlyList<Timing> Timings) result)
        {
            rows.AddRange(result.Rows);
            timings.Add((result.Setting, result.Timings));
        }
    }

    private static (RatioRow[], string, IReadOnlyList<Timing>) MeasureTraffic(
        SlabOperands operands, WorkerTeam team, string id, string setting)
    {
        var optimizer = new OptimizerCandidate(operands);
        AdamWReference.Check(optimizer, operands, 1, 2, 3);
        var timings = InterleavedTiming.Measure([optimizer, new SameTrafficCandidate(operands, team)], Count, TrafficBudget);
        var row = new RatioRow(id, timings[0].RatioTo(timings[1]), "ratio") { AtMost = AtMostToSameTraffic };
        return ([row], setting, timings);
    }

    private static (RatioRow[], string, IReadOnlyList<Timing>) MeasureOthers(
        SlabOperands operands, List<string> notes)
    {
        var others = new List<ICandidate> { new TensorPrimitivesCandidate(operands, Step) };
        if (CCandidate.TryCompile(operands, Step, "C, -Ofast -march=native", "-march=native", notes) is { } c)
            others.Add(c);
        foreach (var candidate in others)
            AdamWReference.Check(candidate, operands, Step, Step);

        var timings = InterleavedTiming.Measure([new OptimizerCandidate(operands), .. others], Count, OthersBudget);
        var rows = others.Select((other, i) => new RatioRow(
            other is CCandidate ? "memory-16m-1-thread-to-c" : "memory-16m-1-thread-to-tensor-primitives",
            timings[0].RatioTo(timings[i + 1]), "ratio"));
        return ([.. rows], "ns per element, one thread", timings);
    }
}
