using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>AdamW on 1 % of the rows of an embedding, to a step of all rows.</summary>
internal static class EmbeddingGroup
{
    private const int RowCount = 1_000_000;
    private const int Columns = 64;
    private const int Touched = RowCount / 100;
    private const double AtMostOfDense = 0.02;
    private const int AllocationSteps = 50;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    public static RatioGroup Group { get; } = new(
        "embedding", "AdamW on 1 % of the rows of 1,000,000 × 64, other ones at each step, to a step of all rows", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        foreach (var threads in new[] { 1, Math.Min(2, Environment.ProcessorCount) }.Distinct())
        {
            using var team = new WorkerTeam(threads);
            using var dense = new ModelCandidate("all rows", new AdamW(), 1, RowCount * Columns, new() { Team = team });
            using var some = new RowsCandidate(RowCount, Columns, Touched, new() { Team = team });
            var measured = InterleavedTiming.MeasureLarge([dense, some], 1, Budget);
            timings.Add(($"ns per step, {threads} threads", measured));
            var id = $"embedding-1-percent-{threads}-threads";
            rows.Add(new RatioRow($"{id}-to-dense", measured[1].RatioTo(measured[0]), "ratio") { AtMost = AtMostOfDense });
            rows.Add(AllocationGroup.Row($"{id}-allocation", AllocationSteps, some.Step));
        }

        return new GroupResult(rows) { Timings = timings };
    }
}
