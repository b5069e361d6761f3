using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>A training step beside the matrix products that it cannot do without, on one thread.</summary>
internal static class TrainingGroup
{
    private const int Steps = 200;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);

    public static RatioGroup Group { get; } = new(
        "training", "a training step (forward, loss, backward, AdamW) beside its matrix products, one thread", Run);

    private static GroupResult Run()
    {
        using var team = new WorkerTeam(1);
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        foreach (var shape in TrainingShape.All)
        {
            using var step = new TrainingCandidate(shape, team);
            var measured = InterleavedTiming.Measure(
                [step, new ProductsCandidate(shape, team)], 1, Budget, TrainingShape.ShortestSample);
            timings.Add(($"ns, {shape.Name}", measured));
            rows.Add(new RatioRow($"training-{shape.Name}-to-products", measured[0].RatioTo(measured[1]), "ratio")
            {
                AtMost = TrainingShape.AtMostToProducts,
            });
            rows.Add(AllocationGroup.Row($"training-{shape.Name}-allocation", Steps, step.Step));
        }

        return new GroupResult(rows) { Timings = timings };
    }
}
