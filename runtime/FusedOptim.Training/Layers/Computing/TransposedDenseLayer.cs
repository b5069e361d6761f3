using System.Numerics;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>A dense layer whose weight is of inputs × outputs, in one precision.</summary>
internal sealed class TransposedDenseLayer<T>(
    int inputSize, int outputSize, Parameter<T> weight, Parameter<T> bias, MatrixProduct<T> product) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass) =>
        product.Multiply(inputs, weight.Values, bias.Values, outputs, inputs.Length / inputSize, outputSize, inputSize);

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        var count = inputs.Length / inputSize;
        if (!weight.IsFrozen)
            product.AddTransposedTimes(inputs, outputGradients, weight.Gradients, inputSize, outputSize, count);
        if (!bias.IsFrozen)
            ColumnSums.AddTo(outputGradients, bias.Gradients);
        if (!inputGradients.IsEmpty)
            product.MultiplyByTransposed(outputGradients, weight.Values, default, inputGradients, count, inputSize, outputSize);
    }
}
