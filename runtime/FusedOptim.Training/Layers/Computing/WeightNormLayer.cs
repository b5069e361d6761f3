using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using FusedOptim.Memory;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

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
    private readonly WorkerRows _rows = new(team, (int)(direction.Count / length.Count));
    private readonly WorkerRows _gradientRows = new(team, (int)(direction.Count / length.Count));
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
        if (!direction.IsFrozen || !length.IsFrozen)
            AddWeightGradients(inputs, outputGradients, count);
        if (!bias.IsFrozen)
            ColumnSums.AddTo(outputGradients, bias.Gradients);
        if (!inputGradients.IsEmpty)
        {
            product.Multiply(
                outputGradients, _weights.Take((int)direction.Count), inputGradients, count, _inputSize, _outputSize);
        }
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var row = _rows[worker];
        for (var output = start; output < end; output++)
        {
            var first = output * _inputSize;
            DoubleLanes.Widen(inputs.Slice(first, _inputSize), row);
            // Empty where the direction is frozen.
            var result = results.IsEmpty ? results : results.Slice(first, _inputSize);
            if (phase == LayerPhase.Forward)
            {
                Normalize(output, row);
                DoubleLanes.Narrow<T>(row, result);
            }
            else if (_norms[output] != 0)
            {
                var gradientRow = _gradientRows[worker];
                DoubleLanes.Widen(gradients.Slice(first, _inputSize), gradientRow);
                AddGradients(output, row, gradientRow, result);
            }
        }
    }

    private void AddWeightGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, int count)
    {
        var weightGradients = _weightGradients.Take((int)direction.Count);
        weightGradients.Clear();
        product.AddTransposedTimes(outputGradients, inputs, weightGradients, _outputSize, _inputSize, count);
        Share(
            LayerPhase.Backward, _outputSize, direction.Values, weightGradients,
            direction.IsFrozen ? default : direction.Gradients);
    }

    // In place: v becomes w.
    private void Normalize(int output, Span<Vector256<double>> row)
    {
        _norms[output] = Math.Sqrt(DoubleLanes.Dot(row, row));
        var factor = Factor(output);
        foreach (ref var value in row)
            value *= factor;
    }

    // With d the derivatives by w: by g it is c = d·v/‖v‖, by v it is g/‖v‖·(d − c·v/‖v‖).
    private void AddGradients(
        int output, Span<Vector256<double>> row, Span<Vector256<double>> weightGradients, Span<T> gradients)
    {
        var norm = _norms[output];
        var component = DoubleLanes.Dot(weightGradients, row) / norm;
        if (!length.IsFrozen)
            length.Gradients[output] += T.CreateTruncating(component);
        if (gradients.IsEmpty)
            return;
        var (factor, parallel) = (Factor(output), component / norm);
        for (var j = 0; j < row.Length; j++)
            row[j] = factor * (weightGradients[j] - parallel * row[j]);
        DoubleLanes.Widen<T>(gradients, weightGradients);
        for (var j = 0; j < row.Length; j++)
            row[j] += weightGradients[j];
        DoubleLanes.Narrow(row, gradients);
    }

    private double Factor(int output) =>
        _norms[output] == 0 ? 0 : double.CreateTruncating(length.Values[output]) / _norms[output];
}
