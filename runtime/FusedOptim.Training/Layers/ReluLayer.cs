using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Training;

/// <summary>
/// The rectified linear unit in one precision. Selects instead of branches: signs are hard to predict.
/// </summary>
internal sealed class ReluLayer<T> : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var inputVectors = MemoryMarshal.Cast<T, Vector<T>>(inputs);
        var outputVectors = MemoryMarshal.Cast<T, Vector<T>>(outputs);
        for (var i = 0; i < inputVectors.Length; i++)
        {
            var x = inputVectors[i];
            outputVectors[i] = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), Vector<T>.Zero, x);
        }

        for (var i = inputVectors.Length * Vector<T>.Count; i < inputs.Length; i++)
            outputs[i] = inputs[i] < T.Zero ? T.Zero : inputs[i];
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (inputGradients.IsEmpty)
            return;
        var inputVectors = MemoryMarshal.Cast<T, Vector<T>>(inputs);
        var gradientVectors = MemoryMarshal.Cast<T, Vector<T>>(outputGradients);
        var resultVectors = MemoryMarshal.Cast<T, Vector<T>>(inputGradients);
        for (var i = 0; i < inputVectors.Length; i++)
        {
            var isPositive = Vector.GreaterThan(inputVectors[i], Vector<T>.Zero);
            resultVectors[i] = Vector.ConditionalSelect(isPositive, gradientVectors[i], Vector<T>.Zero);
        }

        for (var i = inputVectors.Length * Vector<T>.Count; i < inputs.Length; i++)
            inputGradients[i] = inputs[i] > T.Zero ? outputGradients[i] : T.Zero;
    }
}
