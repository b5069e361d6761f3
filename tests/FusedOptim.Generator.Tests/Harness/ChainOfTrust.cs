using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>
/// Method = strict scalar kernel in double = (in the rule's own mode) every vector kernel in its precision, all bit for bit.
/// </summary>
internal static class ChainOfTrust
{
    // From nothing to four of the widest vectors of floats and a remainder, and one that takes the unrolled loop far.
    private static readonly int[] s_lengths = [.. Enumerable.Range(0, 68), 1031];

    /// <summary>Fails at the first element that two links of the chain disagree about.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="lengths">Lengths of the operands; from 0 to 67 and a long one if not given.</param>
    /// <param name="steps">The steps to take, each over operands of its own.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    public static void Check(CompiledRule rule, int[]? lengths = null, int[]? steps = null, double gradientScale = 1)
    {
        var random = new Random(rule.Schema.States.Count);
        foreach (var step in steps ?? [1, 2, 10])
        {
            foreach (var length in lengths ?? s_lengths)
            {
                var single = InputValues.Create<float>(random, length, rule.Schema.States.Count);
                var @double = InputValues.Create<double>(random, length, rule.Schema.States.Count);
                Compare(rule, KernelTarget.StrictScalar, KernelTarget.Reference, @double, step, gradientScale);
                foreach (var target in KernelTargets.Supported)
                {
                    if (target is KernelTarget.Reference or KernelTarget.StrictScalar)
                        continue;
                    if (rule.Schema.FloatMode == FloatMode.Strict)
                        Compare(rule, target, KernelTarget.Reference, @double, step, gradientScale);
                    Compare(rule, target, KernelTarget.Scalar, @double, step, gradientScale);
                    Compare(rule, target, KernelTarget.Scalar, single, step, gradientScale);
                }
            }
        }
    }

    private static void Compare<T>(
        CompiledRule rule, KernelTarget target, KernelTarget expectedTarget, Tensors<T> input, int step, double gradientScale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (target == expectedTarget)
            return;
        // Gradients are zeroed in every second call, so that both compiled loops are compared.
        var zeroGradients = (step + input.Parameter.Length) % 2 == 1;
        var actual = input.Copy();
        var expected = input.Copy();
        rule.Step(target, actual, step, gradientScale, zeroGradients);
        rule.Step(expectedTarget, expected, step, gradientScale, zeroGradients);
        if (actual.FirstDifference(expected) is { } difference)
        {
            Assert.Fail($"{rule.Schema.Name} as {target} differs from {expectedTarget} in {typeof(T).Name}, step {step}: " +
                $"{difference.Description}{Environment.NewLine}" +
                $"  of parameter {input.Parameter[difference.Index]:R}, gradient {input.Gradient[difference.Index]:R}, " +
                $"states [{string.Join(", ", input.States.Select(state => state[difference.Index].ToString("R", null)))}]");
        }
    }
}
