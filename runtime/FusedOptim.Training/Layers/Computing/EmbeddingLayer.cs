using System.Numerics;
using FusedOptim.Memory;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Rows of a table in one precision.</summary>
/// <param name="name">The name of the layer.</param>
/// <param name="positionCount">The number of positions of an example.</param>
/// <param name="indexCount">The number of indices of a position.</param>
/// <param name="weight">The table.</param>
internal sealed class EmbeddingLayer<T>(string name, int positionCount, int indexCount, Parameter<T> weight) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _rowCount = weight.Shape[0];
    private readonly int _features = weight.Shape[1];
    private readonly ScratchMemory<int> _indices = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var indices = _indices.Take(inputs.Length);
        for (var i = 0; i < inputs.Length; i++)
            indices[i] = IsIndex(inputs[i]) ? int.CreateTruncating(inputs[i]) : throw Refusal(inputs[i], i);
        ReadOnlySpan<T> rows = weight.Values;
        for (var i = 0; i < indices.Length; i++)
            rows.Slice(indices[i] * _features, _features).CopyTo(outputs[(i * _features)..]);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        inputGradients.Clear();
        if (weight.IsFrozen)
            return;
        var indices = _indices.Take(inputs.Length);
        for (var i = 0; i < indices.Length; i++)
        {
            var row = weight.RowGradient is { } rows
                ? rows.GetOrAdd(indices[i])
                : weight.Gradients.Slice(indices[i] * _features, _features);
            ColumnSums.AddTo(outputGradients.Slice(i * _features, _features), row);
        }
    }

    // NaN is not; neither is infinity.
    private bool IsIndex(T value) => value >= T.Zero && value < T.CreateTruncating(_rowCount) && T.IsInteger(value);

    private ArgumentException Refusal(T value, int index)
    {
        var (example, place) = Math.DivRem(index, positionCount * indexCount);
        var (position, column) = Math.DivRem(place, indexCount);
        return new ArgumentException(
            Invariant($"'{name}' takes indices, which are whole numbers from 0 to {_rowCount - 1}; position {position} of example ") +
            Invariant($"{example} of the batch has the value {value}") + (indexCount == 1 ? "." : Invariant($" at index {column}.")),
            "inputs");
    }
}
