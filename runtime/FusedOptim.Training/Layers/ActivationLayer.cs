using System.Numerics;

namespace FusedOptim.Training;

/// <summary>Applies a function to each value, in double, rounded once: the same bits on every machine.</summary>
internal sealed class ActivationLayer<TActivation, T> : NetworkLayer<T>
    where TActivation : IActivation
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ScratchMemory<T> _derivatives = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var derivatives = pass.IsTraining ? _derivatives.Take(inputs.Length) : default;
        for (var i = 0; i < inputs.Length; i++)
        {
            outputs[i] = T.CreateTruncating(TActivation.Value(double.CreateTruncating(inputs[i])));
            if (pass.IsTraining)
                derivatives[i] = T.CreateTruncating(TActivation.Derivative(double.CreateTruncating(outputs[i])));
        }
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        var derivatives = _derivatives.Take(inputs.Length);
        for (var i = 0; i < inputGradients.Length; i++)
            inputGradients[i] = outputGradients[i] * derivatives[i];
    }
}
