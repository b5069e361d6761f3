using System.Numerics.Tensors;
using FusedOptim.Training;

namespace FusedOptim.Benchmarks;

/// <summary>The matrix product of a dense layer, on one thread.</summary>
internal static class MatrixProductGroup
{
    private const int Rows = 64;
    private const int Columns = 128;
    private const int Depth = 784;
    private const double Operations = 2.0 * Rows * Columns * Depth;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    public static RatioGroup Group { get; } = new(
        "matrix-product", "64 inputs of 784 values times a dense layer of 128, one thread", Run);

    private static GroupResult Run()
    {
        using var team = new WorkerTeam(1);
        var product = new DenseProduct(team);
        var dots = new DotPerCell();
        product.Step();
        dots.Step();
        for (var i = 0; i < product.Result.Length; i++)
        {
            if (!(Math.Abs(product.Result[i] - dots.Result[i]) <= 1e-3))
                throw new InvalidOperationException($"Cell {i} is {product.Result[i]} and {dots.Result[i]}.");
        }

        var timings = InterleavedTiming.Measure([product, dots], Operations, Budget);
        return new GroupResult(
        [
            new RatioRow("matrix-product-64x128x784", Rate(timings[0]), "GFLOP/s"),
            new RatioRow("matrix-product-64x128x784-to-dot-per-cell", timings[0].RatioTo(timings[1]), "ratio"),
        ])
        {
            Timings = [("ns per operation", timings)],
        };
    }

    // Operations per nanosecond are billions a second.
    private static Quartiles Rate(Timing timing) => Quartiles.Of(timing.Samples.Select(nanoseconds => 1 / nanoseconds));

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => i % 17 / 16f - 0.5f)];

    private sealed class DenseProduct(WorkerTeam team) : ICandidate
    {
        private readonly MatrixProduct<float> _product = new(team);
        private readonly float[] _inputs = Values(Rows * Depth);
        private readonly float[] _weights = Values(Columns * Depth);

        public float[] Result { get; } = new float[Rows * Columns];

        public string Name => "FusedOptim, MatrixProduct";

        public void Step() => _product.MultiplyByTransposed(_inputs, _weights, [], Result, Rows, Columns, Depth);
    }

    private sealed class DotPerCell : ICandidate
    {
        private readonly float[] _inputs = Values(Rows * Depth);
        private readonly float[] _weights = Values(Columns * Depth);

        public float[] Result { get; } = new float[Rows * Columns];

        public string Name => "TensorPrimitives.Dot for each cell";

        public void Step()
        {
            for (var row = 0; row < Rows; row++)
            {
                for (var column = 0; column < Columns; column++)
                {
                    Result[row * Columns + column] = TensorPrimitives.Dot<float>(
                        _inputs.AsSpan(row * Depth, Depth), _weights.AsSpan(column * Depth, Depth));
                }
            }
        }
    }
}
