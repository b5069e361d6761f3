using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Training;

/// <summary>Adds to what layers give what they take.</summary>
internal sealed class ResidualLayer<T>(LayerChain<T> layers) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        layers.Forward(inputs, outputs, pass);
        Add(inputs, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        layers.Backward(inputs, outputGradients, inputGradients);
        if (!inputGradients.IsEmpty)
            Add(outputGradients, inputGradients);
    }

    private static void Add(ReadOnlySpan<T> values, Span<T> sums)
    {
        var valueVectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        var sumVectors = MemoryMarshal.Cast<T, Vector<T>>(sums);
        for (var i = 0; i < sumVectors.Length; i++)
            sumVectors[i] += valueVectors[i];
        for (var i = sumVectors.Length * Vector<T>.Count; i < sums.Length; i++)
            sums[i] += values[i];
    }
}
