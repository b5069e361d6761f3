using System.Numerics;

namespace FusedOptim.Training;

/// <summary>Applies a function to each value, in double, rounded once: the same bits on every machine.</summary>
internal sealed class ActivationLayer<TActivation, T> : NetworkLayer<T>
    where TActivation : IActivation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs)
    {
        for (var i = 0; i < inputs.Length; i++)
            outputs[i] = T.CreateTruncating(TActivation.Value(double.CreateTruncating(inputs[i])));
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        for (var i = 0; i < inputGradients.Length; i++)
        {
            var derivative = TActivation.Derivative(double.CreateTruncating(outputs[i]));
            inputGradients[i] = T.CreateTruncating(double.CreateTruncating(outputGradients[i]) * derivative);
        }
    }
}
