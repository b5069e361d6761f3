using System.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Copies the end of each example.</summary>
/// <param name="inputSize">The number of values of an example.</param>
/// <param name="outputSize">The number of values that are copied.</param>
internal sealed class LastPositionLayer<T>(int inputSize, int outputSize) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        for (var i = 0; i < inputs.Length / inputSize; i++)
            inputs.Slice((i + 1) * inputSize - outputSize, outputSize).CopyTo(outputs[(i * outputSize)..]);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        inputGradients.Clear();
        for (var i = 0; i < inputGradients.Length / inputSize; i++)
            outputGradients.Slice(i * outputSize, outputSize).CopyTo(inputGradients[((i + 1) * inputSize - outputSize)..]);
    }
}
