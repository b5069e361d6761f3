using System.Numerics;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>A convolution in one precision: at most three products per step.</summary>
internal sealed class Convolution2DLayer<T>(ConvolutionProduct<T> product, Parameter<T> weight, Parameter<T> bias) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass) =>
        product.ComputeOutputs(inputs, weight.Values, bias.Values, outputs);

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!weight.IsFrozen)
            product.AddWeightGradients(inputs, outputGradients, weight.Gradients);
        if (!bias.IsFrozen)
            ColumnSums.AddTo(outputGradients, bias.Gradients);
        if (!inputGradients.IsEmpty)
            product.ComputeInputGradients(outputGradients, weight.Values, inputGradients);
    }
}
