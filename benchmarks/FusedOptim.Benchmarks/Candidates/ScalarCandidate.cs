namespace FusedOptim.Benchmarks;

/// <summary>The formula in plain C#, as one writes it into a training loop: float, one element after the other.</summary>
internal sealed class ScalarCandidate(AdamWOperands operands, int step) : ICandidate
{
    public string Name => "scalar C#";

    public void Step()
    {
        Update(
            operands.Parameter, operands.Gradient, operands.M, operands.V, step, (float)AdamWConstants.LearningRate,
            (float)AdamWConstants.Beta1, (float)AdamWConstants.Beta2, (float)AdamWConstants.Epsilon,
            (float)AdamWConstants.WeightDecay);
    }

    private static void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> m, Span<float> v, int step,
        float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
    {
        var biasCorrection1 = 1 - MathF.Pow(beta1, step);
        var biasCorrection2 = 1 - MathF.Pow(beta2, step);
        for (var i = 0; i < parameter.Length; i++)
        {
            var g = gradient[i];
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            var mHat = m[i] / biasCorrection1;
            var vHat = v[i] / biasCorrection2;
            parameter[i] -= learningRate * (mHat / (MathF.Sqrt(vHat) + epsilon) + weightDecay * parameter[i]);
        }
    }
}
