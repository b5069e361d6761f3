using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>
/// The matrix products of a training step and nothing else: for each layer its outputs, the gradient of its weights and,
/// but for the first, that of its inputs.
/// </summary>
internal sealed class ProductsCandidate : ICandidate
{
    private readonly MatrixProduct<float> _product;
    private readonly int _batch;
    private readonly (float[] Inputs, float[] Weights, float[] Outputs, int Depth, int Columns)[] _layers;
    private readonly float[][] _inputGradients;
    private readonly float[][] _weightGradients;

    public ProductsCandidate(TrainingShape shape, WorkerTeam team)
    {
        _product = new MatrixProduct<float>(team);
        _batch = shape.BatchSize;
        _layers =
        [
            .. shape.Widths.Zip(shape.Widths.Skip(1), (depth, columns) =>
                (Values(_batch * depth), Values(columns * depth), Values(_batch * columns), depth, columns)),
        ];
        _inputGradients = [.. _layers.Select(layer => Values(layer.Inputs.Length))];
        _weightGradients = [.. _layers.Select(layer => Values(layer.Weights.Length))];
    }

    public string Name => "FusedOptim, its matrix products";

    public void Step()
    {
        foreach (var (inputs, weights, outputs, depth, columns) in _layers)
            _product.MultiplyByTransposed(inputs, weights, [], outputs, _batch, columns, depth);
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            // The outputs stand for their own gradients, which have the same shape.
            var (inputs, weights, outputs, depth, columns) = _layers[i];
            _product.AddTransposedTimes(outputs, inputs, _weightGradients[i], columns, depth, _batch);
            if (i > 0)
                _product.Multiply(outputs, weights, _inputGradients[i], _batch, depth, columns);
        }
    }

    private static float[] Values(int count)
    {
        var values = new float[count];
        AdamWOperands.FillParameters(values);
        return values;
    }
}
