using System.Numerics;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>A dense layer in one precision: at most three matrix products per step.</summary>
internal sealed class DenseLayer<T>(
    int inputSize, int outputSize, Parameter<T> weight, Parameter<T> bias, MatrixProduct<T> product) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass) =>
        product.MultiplyByTransposed(
        inputs, weight.Values, bias.Values, outputs, inputs.Length / inputSize, outputSize, inputSize);

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        var count = inputs.Length / inputSize;
        if (!weight.IsFrozen)
            product.AddTransposedTimes(outputGradients, inputs, weight.Gradients, outputSize, inputSize, count);
        if (!bias.IsFrozen)
            ColumnSums.AddTo(outputGradients, bias.Gradients);
        if (!inputGradients.IsEmpty)
            product.Multiply(outputGradients, weight.Values, inputGradients, count, inputSize, outputSize);
    }
}
