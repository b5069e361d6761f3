using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Fuzzing.Interpretation;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>What a kernel left after a step.</summary>
/// <param name="Operands">Each operand by name.</param>
/// <param name="Scalars">The scalars.</param>
/// <param name="LeavesTheRest">Whether gradients are as they must be, and nothing was written outside of the operands.</param>
internal sealed record KernelStep(Dictionary<string, double[]> Operands, double[] Scalars, bool LeavesTheRest);

/// <summary>What a kernel left after each step.</summary>
internal sealed record KernelResult(KernelTarget Target, IReadOnlyList<KernelStep> Steps, bool IsSingle)
{
    /// <summary>The first place where two targets differ.</summary>
    /// <param name="expected">What the other target left.</param>
    /// <param name="expectation">What knows of the elements that nothing is said of.</param>
    public string? FindDifference(KernelResult expected, Expectation expectation)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            var (actual, other) = (Steps[step], expected.Steps[step]);
            if (!actual.LeavesTheRest)
                return $"step {step + 1}: gradients, or memory outside of the operands";
            for (var scalar = 0; scalar < actual.Scalars.Length && !expectation.Steps[step].IsUnspecified.Contains(true); scalar++)
            {
                if (!Bits.Same(actual.Scalars[scalar], other.Scalars[scalar]))
                    return Report(step, $"scalar {scalar}", actual.Scalars[scalar], other.Scalars[scalar]);
            }

            foreach (var (name, values) in actual.Operands)
            {
                for (var i = 0; i < values.Length; i++)
                {
                    if (!expectation.IsUnspecified(step, i) && !Bits.Same(values[i], other.Operands[name][i]))
                        return Report(step, $"{name}[{i}]", values[i], other.Operands[name][i]);
                }
            }
        }

        return null;
    }

    private string Report(int step, string name, double actual, double expected) =>
        $"step {step + 1}, {name} is {Bits.Describe(actual, IsSingle)}, expected {Bits.Describe(expected, IsSingle)}";
}

/// <summary>What the interpretation says of a step, for each element of the pool.</summary>
/// <param name="Operands">Each operand by name.</param>
/// <param name="Scalars">The scalars.</param>
/// <param name="IsUnspecified">Whether an element depends on what the numerics contract leaves open.</param>
internal sealed record ExpectedStep(
    Dictionary<string, Value[]> Operands, (string Name, Value Value)[] Scalars, bool[] IsUnspecified);

/// <summary>What the interpretation says of all steps.</summary>
/// <param name="Layout">The element of the pool at each place of the tensor.</param>
/// <param name="Steps">The steps.</param>
/// <param name="IsDoubted">Whether results depend on what the documents leave open.</param>
/// <param name="IsExact">Whether a strict kernel has its bits.</param>
/// <param name="Describe">The inputs of an element.</param>
internal sealed record Expectation(int[] Layout, IReadOnlyList<ExpectedStep> Steps, bool IsDoubted, bool IsExact, Func<int, string> Describe)
{
    /// <summary>The first result that is not the interpretation's, or farther from it than its bound.</summary>
    public string? FindDifference(KernelResult result, bool isExact, Trial trial)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            if (!result.Steps[step].LeavesTheRest)
                return $"step {step + 1}: gradients, or memory outside of the operands";
            if (IsDoubted)
                return null;
            for (var scalar = 0; scalar < Steps[step].Scalars.Length && !Steps[step].IsUnspecified.Contains(true); scalar++)
            {
                var (name, value) = Steps[step].Scalars[scalar];
                if (!Agrees(result.Steps[step].Scalars[scalar], value, isExact, trial))
                    return Report(result, step, name, -1, result.Steps[step].Scalars[scalar], value, isExact);
            }

            foreach (var (name, pool) in Steps[step].Operands)
            {
                var actual = result.Steps[step].Operands[name];
                for (var i = 0; i < actual.Length; i++)
                {
                    if (!IsUnspecified(step, i) && !Agrees(actual[i], pool[Layout[i]], isExact, trial))
                        return Report(result, step, name, i, actual[i], pool[Layout[i]], isExact);
                }
            }
        }

        return null;
    }

    public bool IsUnspecified(int step, int element) => Steps[step].IsUnspecified[Layout[element]];

    private static bool Agrees(double actual, Value expected, bool isExact, Trial trial)
    {
        if (isExact)
        {
            trial.CountExact();
            return Bits.Same(actual, expected.Number);
        }

        var isBounded = double.IsFinite(expected.Number) && double.IsFinite(expected.Bound);
        trial.CountClose(isBounded);
        return !isBounded || Math.Abs(actual - expected.Number) <= expected.Bound;
    }

    private string Report(
        KernelResult result, int step, string name, int element, double actual, Value expected, bool isExact)
    {
        // Scalars are doubles, whatever the tensors are.
        var isSingle = result.IsSingle && element >= 0;
        var within = isExact ? "" : $" within {expected.Bound:R}";
        return $"step {step + 1}, {(element < 0 ? name : $"{name}[{element}]")} is {Bits.Describe(actual, isSingle)}, " +
            $"expected {Bits.Describe(expected.Number, isSingle)}{within}{(element < 0 ? "" : "; of " + Describe(element))}";
    }
}
