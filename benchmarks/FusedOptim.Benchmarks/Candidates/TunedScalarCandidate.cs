namespace FusedOptim.Benchmarks;

/// <summary>
/// Plain C# tuned by hand: what does not change is computed before the loop, divisions became multiplications.
/// </summary>
internal sealed class TunedScalarCandidate(AdamWOperands operands, int step) : ICandidate
{
    public string Name => "scalar C#, tuned by hand";

    public void Step() =>
        Update(operands.Parameter, operands.Gradient, operands.M, operands.V, new AdamWConstants(step));

    private static void Update(
        Span<float> parameter, ReadOnlySpan<float> gradient, Span<float> m, Span<float> v, AdamWConstants u)
    {
        for (var i = 0; i < parameter.Length; i++)
        {
            var g = u.GradientScale * gradient[i];
            var first = u.FirstDecay * m[i] + u.FirstGain * g;
            var second = u.SecondDecay * v[i] + u.SecondGain * g * g;
            m[i] = first;
            v[i] = second;
            var denominator = MathF.Sqrt(second * u.ReciprocalBiasCorrection2) + u.Denominator;
            parameter[i] = parameter[i] * u.Decay - u.Rate * (first * u.ReciprocalBiasCorrection1) / denominator;
        }
    }
}
