namespace FusedOptim.Benchmarks;

/// <summary>AdamW in double, element by element: what every candidate must agree with before it is timed.</summary>
internal static class AdamWReference
{
    // A step moves a parameter by a thousandth; float candidates may differ in the last places.
    private const double Tolerance = 2e-6;

    /// <summary>Resets the operands, lets a candidate make some steps, and compares.</summary>
    /// <param name="candidate">The candidate, which works on the operands.</param>
    /// <param name="operands">The operands; reset again afterwards.</param>
    /// <param name="steps">The numbers of the steps that the candidate makes, counted from 1.</param>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Check(ICandidate candidate, AdamWOperands operands, params ReadOnlySpan<int> steps)
    {
        operands.Reset();
        var initial = operands.Parameter.ToArray();
        Span<(double First, double Second)> corrections = stackalloc (double, double)[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            corrections[i] = (1 - Math.Pow(AdamWConstants.Beta1, steps[i]), 1 - Math.Pow(AdamWConstants.Beta2, steps[i]));
            candidate.Step();
        }

        ReadOnlySpan<float> actual = operands.Parameter, gradient = operands.Gradient;
        for (var i = 0; i < actual.Length; i++)
        {
            var expected = Expected(initial[i], gradient[i], corrections);
            if (!(Math.Abs(actual[i] - expected) <= Tolerance))
            {
                throw new InvalidOperationException(
                    $"'{candidate.Name}' is not AdamW: element {i} is {actual[i]}; it must be {expected}.");
            }
        }

        operands.Reset();
    }

    private static double Expected(
        double parameter, double gradient, ReadOnlySpan<(double First, double Second)> corrections)
    {
        double m = 0, v = 0;
        foreach (var (first, second) in corrections)
        {
            m = AdamWConstants.Beta1 * m + (1 - AdamWConstants.Beta1) * gradient;
            v = AdamWConstants.Beta2 * v + (1 - AdamWConstants.Beta2) * gradient * gradient;
            parameter *= 1 - AdamWConstants.LearningRate * AdamWConstants.WeightDecay;
            parameter -= AdamWConstants.LearningRate * (m / first) / (Math.Sqrt(v / second) + AdamWConstants.Epsilon);
        }

        return parameter;
    }
}
