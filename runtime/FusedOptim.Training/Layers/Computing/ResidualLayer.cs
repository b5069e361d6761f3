using System.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Adds to what layers give what they take.</summary>
internal sealed class ResidualLayer<T>(LayerChain<T> layers) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        layers.Forward(inputs, outputs, pass);
        ColumnSums.AddTo(inputs, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        layers.Backward(inputs, outputGradients, inputGradients);
        if (!inputGradients.IsEmpty)
            ColumnSums.AddTo(outputGradients, inputGradients);
    }
}
