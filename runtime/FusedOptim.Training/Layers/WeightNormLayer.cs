using System.Numerics;
using System.Runtime.Intrinsics;

namespace FusedOptim.Training;

/// <summary>
/// A dense layer with normalized weights in one precision: the products of a dense layer, with weights that are computed
/// before them, and derivatives that are passed on to length and direction after them.
/// </summary>
internal sealed class WeightNormLayer<T>(
    WorkerTeam team, MatrixProduct<T> product, Parameter<T> direction, Parameter<T> length, Parameter<T> bias)
    : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _outputSize = (int)length.Count;
    private readonly int _inputSize = (int)(direction.Count / length.Count);
    private readonly double[] _norms = new double[length.Count];
    private readonly ScratchMemory<T> _weights = new();
    private readonly ScratchMemory<T> _weightGradients = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var weights = _weights.Take((int)direction.Count);
        Share(LayerPhase.Forward, _outputSize, direction.Values, default, weights);
        product.MultiplyByTransposed(
            inputs, weights, bias.Values, outputs, inputs.Length / _inputSize, _outputSize, _inputSize);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        var count = inputs.Length / _inputSize;
        var weightGradients = _weightGradients.Take((int)direction.Count);
        weightGradients.Clear();
        product.AddTransposedTimes(outputGradients, inputs, weightGradients, _outputSize, _inputSize, count);
        Share(LayerPhase.Backward, _outputSize, direction.Values, weightGradients, direction.Gradients);
        ColumnSums.AddTo(outputGradients, bias.Gradients);
        if (!inputGradients.IsEmpty)
        {
            product.Multiply(
                outputGradients, _weights.Take((int)direction.Count), inputGradients, count, _inputSize, _outputSize);
        }
    }

    protected override void Run(
        LayerPhase phase, int start, int end, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results)
    {
        for (var output = start; output < end; output++)
        {
            var row = inputs.Slice(output * _inputSize, _inputSize);
            var result = results.Slice(output * _inputSize, _inputSize);
            if (phase == LayerPhase.Forward)
                Normalize(output, row, result);
            else
                AddGradients(output, row, gradients.Slice(output * _inputSize, _inputSize), result);
        }
    }

    private void Normalize(int output, ReadOnlySpan<T> row, Span<T> weights)
    {
        _norms[output] = Math.Sqrt(DoubleLanes.Dot(row, row));
        var factors = Vector256.Create(Factor(output));
        for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            DoubleLanes.Store(factors * DoubleLanes.Load(row, i), weights, i);
    }

    // With d the derivatives by w: by g it is c = d·v/‖v‖, by v it is g/‖v‖·(d − c·v/‖v‖).
    private void AddGradients(int output, ReadOnlySpan<T> row, ReadOnlySpan<T> weightGradients, Span<T> gradients)
    {
        var norm = _norms[output];
        if (norm == 0)
            return;
        var component = DoubleLanes.Dot(weightGradients, row) / norm;
        length.Gradients[output] += T.CreateTruncating(component);
        var factors = Vector256.Create(Factor(output));
        var parallels = Vector256.Create(component / norm);
        for (var i = 0; i < row.Length; i += DoubleLanes.Count)
        {
            var gradient = factors * (DoubleLanes.Load(weightGradients, i) - parallels * DoubleLanes.Load(row, i));
            DoubleLanes.Store(DoubleLanes.Load<T>(gradients, i) + gradient, gradients, i);
        }
    }

    private double Factor(int output) =>
        _norms[output] == 0 ? 0 : double.CreateTruncating(length.Values[output]) / _norms[output];
}
