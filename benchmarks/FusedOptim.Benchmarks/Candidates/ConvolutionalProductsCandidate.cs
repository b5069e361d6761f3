using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Matrix products with as many multiplications as a step with convolutions, and nothing else: the windows of images are rows of
/// matrices, which are made before.
/// </summary>
internal sealed class ConvolutionalProductsCandidate : ICandidate
{
    private readonly MatrixProduct<float> _product;
    // A row for each window of a part of the batch, so that they stay in the cache as images do.
    private readonly (int Rows, int Columns, int Depth, int Times, bool HasInputGradients)[] _layers;
    private readonly float[] _windows;
    private readonly float[] _weights;
    private readonly float[] _outputs;
    private readonly float[] _windowGradients;
    private readonly float[] _weightGradients;

    public ConvolutionalProductsCandidate(ConvolutionalShape shape, WorkerTeam team)
    {
        const int area = ConvolutionalShape.Kernel * ConvolutionalShape.Kernel;
        const int rows = ConvolutionalShape.Side - ConvolutionalShape.Kernel + 1;
        var lastRows = ConvolutionalShape.PooledSide - ConvolutionalShape.Kernel + 1;
        _product = new MatrixProduct<float>(team);
        _layers =
        [
            (rows * rows, ConvolutionalShape.Channels, area, shape.BatchSize, false),
            (lastRows * lastRows, ConvolutionalShape.LastChannels, area * ConvolutionalShape.Channels, shape.BatchSize, true),
            (shape.BatchSize, ConvolutionalShape.Classes, ConvolutionalShape.LastSize, 1, true),
        ];
        _windows = Values(_layers.Max(layer => layer.Rows * layer.Depth));
        _weights = Values(_layers.Max(layer => layer.Columns * layer.Depth));
        _outputs = Values(_layers.Max(layer => layer.Rows * layer.Columns));
        _windowGradients = Values(_windows.Length);
        _weightGradients = Values(_weights.Length);
    }

    public string Name => "FusedOptim, as many multiplications in matrix products";

    public void Step()
    {
        foreach (var (rows, columns, depth, times, hasInputGradients) in _layers)
        {
            var windows = _windows.AsSpan(0, rows * depth);
            var weights = _weights.AsSpan(0, columns * depth);
            var outputs = _outputs.AsSpan(0, rows * columns);
            for (var i = 0; i < times; i++)
            {
                _product.MultiplyByTransposed(windows, weights, [], outputs, rows, columns, depth);
                _product.AddTransposedTimes(outputs, windows, _weightGradients.AsSpan(0, columns * depth), columns, depth, rows);
                if (hasInputGradients)
                    _product.Multiply(outputs, weights, _windowGradients.AsSpan(0, rows * depth), rows, depth, columns);
            }
        }
    }

    private static float[] Values(int count)
    {
        var values = new float[count];
        AdamWOperands.FillParameters(values);
        return values;
    }
}
