using System.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Gives what it takes.</summary>
internal sealed class IdentityLayer<T> : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass) => inputs.CopyTo(outputs);

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!inputGradients.IsEmpty)
            outputGradients.CopyTo(inputGradients);
    }
}
