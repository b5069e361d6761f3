using System.Numerics.Tensors;

namespace FusedOptim.Benchmarks;

/// <summary>As few calls of <see cref="TensorPrimitives"/> as its operations allow: eleven.</summary>
internal sealed class TunedTensorPrimitivesCandidate(AdamWOperands operands, int step) : ICandidate
{
    public string Name => "TensorPrimitives, tuned by hand";

    public void Step()
    {
        var u = new AdamWConstants(step);
        Span<float> parameter = operands.Parameter, gradient = operands.Gradient, m = operands.M, v = operands.V;
        var scratch = operands.Scratch;

        TensorPrimitives.Multiply(m, u.FirstDecay, m);
        TensorPrimitives.MultiplyAdd(gradient, u.FirstGain, m, m);

        TensorPrimitives.Multiply(v, u.SecondDecay, v);
        TensorPrimitives.Multiply(gradient, gradient, scratch);
        TensorPrimitives.MultiplyAdd(scratch, u.SecondGain, v, v);

        TensorPrimitives.Multiply(v, u.ReciprocalBiasCorrection2, scratch);
        TensorPrimitives.Sqrt(scratch, scratch);
        TensorPrimitives.Add(scratch, u.Denominator, scratch);
        TensorPrimitives.Divide(m, scratch, scratch);

        TensorPrimitives.Multiply(parameter, u.Decay, parameter);
        TensorPrimitives.MultiplyAdd(scratch, -u.Rate * u.ReciprocalBiasCorrection1, parameter, parameter);
    }
}
