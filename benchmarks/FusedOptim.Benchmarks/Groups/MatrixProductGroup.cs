using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>Matrix products on one thread: of dense layers, and square ones.</summary>
internal static class MatrixProductGroup
{
    private const double AtLeastToOpenBlas = 0.90;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    public static RatioGroup Group { get; } = new(
        "matrix-product", "products of matrices beside OpenBLAS, one thread each", Run);

    private static GroupResult Run()
    {
        using var team = new WorkerTeam(1);
        var notes = new List<string>();
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        var library = OpenBlas.TryLoad(notes);
        if (library is not null)
            notes.Add(library.Description);
        foreach (var shape in ProductShape.All)
            Measure(shape);
        return new GroupResult(rows) { Timings = timings, Notes = notes };

        void Measure(ProductShape shape)
        {
            var operands = new ProductOperands(shape);
            var dots = new DotPerCellCandidate(operands);
            var candidates = new List<IProductCandidate> { new MatrixProductCandidate(operands, team) };
            if (library is not null)
                candidates.Add(new OpenBlasCandidate(operands, library));
            // A second for a step of the largest: once is enough, to compare with.
            if (shape == ProductShape.All[0])
                candidates.Add(dots);
            dots.Step();
            foreach (var candidate in candidates)
                Check(candidate, dots.Result);

            var measured = InterleavedTiming.Measure(candidates, shape.Operations, Budget);
            timings.Add(($"ns per operation, {shape.Name}", measured));
            var id = $"matrix-product-{shape.Name}";
            rows.Add(new RatioRow(id, Rate(measured[0]), "GFLOP/s"));
            for (var i = 1; i < candidates.Count; i++)
            {
                // The ratio of rates is that of times the other way about.
                rows.Add(candidates[i] is OpenBlasCandidate
                    ? new RatioRow($"{id}-rate-to-openblas", measured[i].RatioTo(measured[0]), "ratio") { AtLeast = AtLeastToOpenBlas }
                    : new RatioRow($"{id}-to-dot-per-cell", measured[0].RatioTo(measured[i]), "ratio"));
            }

            if (library is not null)
                rows.Add(new RatioRow($"openblas-{shape.Name}", Rate(measured[1]), "GFLOP/s"));
        }
    }

    // Operations per nanosecond are billions a second.
    private static Quartiles Rate(Timing timing) => Quartiles.Of(timing.Samples.Select(nanoseconds => 1 / nanoseconds));

    private static void Check(IProductCandidate candidate, float[] expected)
    {
        candidate.Step();
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(candidate.Result[i] - expected[i]) <= 1e-3))
                throw new InvalidOperationException($"{candidate.Name}: cell {i} is {candidate.Result[i]}, not {expected[i]}.");
        }
    }
}
