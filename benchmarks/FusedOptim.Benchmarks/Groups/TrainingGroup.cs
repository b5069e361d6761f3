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
            using var step = new TrainingCandidate(shape.Model, shape.BatchSize, team);
            Measure($"training-{shape.Name}", step, new ProductsCandidate(shape, team), TrainingShape.AtMostToProducts);
        }

        var images = ConvolutionalShape.Default;
        using var imageStep = new TrainingCandidate(ConvolutionalShape.Model, images.BatchSize, team);
        Measure(
            $"convolutions-{images.Name}", imageStep, new ConvolutionalProductsCandidate(images, team), ConvolutionalShape.AtMostToProducts);

        var recurrent = RecurrentShape.Default;
        using var passes = new RecurrentCandidate(recurrent, team);
        Measure($"gru-{recurrent.Name}", passes, new RecurrentProductsCandidate(recurrent, team), RecurrentShape.AtMostToProducts);
        return new GroupResult(rows) { Timings = timings };

        void Measure(string name, ICandidate ours, ICandidate products, double atMost)
        {
            var measured = InterleavedTiming.Measure([ours, products], 1, Budget, TrainingShape.ShortestSample);
            timings.Add(($"ns, {name}", measured));
            rows.Add(new RatioRow($"{name}-to-products", measured[0].RatioTo(measured[1]), "ratio") { AtMost = atMost });
            rows.Add(AllocationGroup.Row($"{name}-allocation", Steps, ours.Step));
        }
    }
}
