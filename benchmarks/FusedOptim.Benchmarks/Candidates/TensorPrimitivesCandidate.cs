using System.Numerics.Tensors;

namespace FusedOptim.Benchmarks;

/// <summary>
/// One call of <see cref="TensorPrimitives"/> for each operation of the formula: vectorized, but not fused.
/// </summary>
internal sealed class TensorPrimitivesCandidate(AdamWOperands operands, int step) : ICandidate
{
    public string Name => "TensorPrimitives, op by op";

    public void Step()
    {
        Span<float> parameter = operands.Parameter, gradient = operands.Gradient, m = operands.M, v = operands.V;
        var scratch = operands.Scratch;
        var biasCorrection1 = 1 - MathF.Pow((float)AdamWConstants.Beta1, step);
        var biasCorrection2 = 1 - MathF.Pow((float)AdamWConstants.Beta2, step);

        // m = beta1 * m + (1 - beta1) * gradient
        TensorPrimitives.Multiply(m, (float)AdamWConstants.Beta1, m);
        TensorPrimitives.Multiply(gradient, (float)(1 - AdamWConstants.Beta1), scratch);
        TensorPrimitives.Add(m, scratch, m);

        // v = beta2 * v + (1 - beta2) * gradient * gradient
        TensorPrimitives.Multiply(v, (float)AdamWConstants.Beta2, v);
        TensorPrimitives.Multiply(gradient, gradient, scratch);
        TensorPrimitives.Multiply(scratch, (float)(1 - AdamWConstants.Beta2), scratch);
        TensorPrimitives.Add(v, scratch, v);

        // scratch = learningRate * (m / biasCorrection1) / (sqrt(v / biasCorrection2) + epsilon)
        TensorPrimitives.Divide(v, biasCorrection2, scratch);
        TensorPrimitives.Sqrt(scratch, scratch);
        TensorPrimitives.Add(scratch, (float)AdamWConstants.Epsilon, scratch);
        TensorPrimitives.Divide(m, scratch, scratch);
        TensorPrimitives.Multiply(scratch, (float)AdamWConstants.LearningRate / biasCorrection1, scratch);

        // parameter = (1 - learningRate * weightDecay) * parameter - scratch
        const float decay = (float)(1 - AdamWConstants.LearningRate * AdamWConstants.WeightDecay);
        TensorPrimitives.Multiply(parameter, decay, parameter);
        TensorPrimitives.Subtract(parameter, scratch, parameter);
    }
}
