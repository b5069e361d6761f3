using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>
/// Method = strict scalar kernel in double; scalar kernel = every vector kernel in each precision; the values of both passes are
/// the same: all bit for bit, at every length.
/// </summary>
internal static class FunctionChain
{
    // From nothing to four of the widest vectors of floats and a remainder, and one that takes the loop far.
    private static readonly int[] s_lengths = [.. Enumerable.Range(0, 68), 1031];

    /// <summary>Fails at the first element that two links of the chain disagree about.</summary>
    /// <param name="function">The function.</param>
    /// <param name="lengths">Lengths of the operands; from 0 to 67 and a long one if not given.</param>
    public static void Check(CompiledFunction function, params int[] lengths)
    {
        var random = new Random(function.Schema.Arguments.Count);
        foreach (var length in lengths.Length == 0 ? s_lengths : lengths)
        {
            var arguments = function.Schema.Arguments.Select(_ => InputValues.Stream<double>(random, length)).ToArray();
            Check(function, arguments, KernelTarget.Reference, [KernelTarget.StrictScalar]);
            Check(function, arguments, KernelTarget.Scalar, Others(function));
            var singles = function.Schema.Arguments.Select(_ => InputValues.Stream<float>(random, length)).ToArray();
            Check(function, singles, KernelTarget.Scalar, [.. KernelTargets.Supported.Where(target => target > KernelTarget.Scalar)]);
            CheckMethod(function, arguments);
        }
    }

    /// <summary>Whether two values are the same bits; any NaN equals any NaN.</summary>
    public static bool IsSame<T>(T a, T b)
        where T : IBinaryFloatingPointIeee754<T> => T.IsNaN(a) ? T.IsNaN(b) : a == b && T.IsNegative(a) == T.IsNegative(b);

    private static IReadOnlyList<KernelTarget> Others(CompiledFunction function) =>
    [
        .. KernelTargets.Supported.Where(target => target > KernelTarget.Scalar),
        // A strict function is its own reference in all its kernels.
        .. function.Schema.FloatMode == FloatMode.Strict ? [KernelTarget.StrictScalar] : Array.Empty<KernelTarget>(),
    ];

    private static void Check<T>(
        CompiledFunction function, T[][] arguments, KernelTarget expectedTarget, IReadOnlyList<KernelTarget> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (expected, derivatives) = function.Run(FunctionKernel.Differentiate, expectedTarget, arguments);
        Compare($"the values of {expectedTarget} alone", function.Run(FunctionKernel.Apply, expectedTarget, arguments).Values, expected, arguments);
        foreach (var target in targets)
        {
            var both = function.Run(FunctionKernel.Differentiate, target, arguments);
            Compare($"the values of {target}", both.Values, expected, arguments);
            Compare($"the derivatives of {target}", both.Derivatives, derivatives, arguments);
            Compare($"the values of {target} alone", function.Run(FunctionKernel.Apply, target, arguments).Values, expected, arguments);
        }
    }

    private static void CheckMethod(CompiledFunction function, double[][] arguments) => Compare(
        "the values of Reference",
        function.Run(FunctionKernel.Apply, KernelTarget.Reference, arguments).Values,
        [.. Enumerable.Range(0, arguments[0].Length).Select(index => function.Value([.. arguments.Select(argument => argument[index])]))],
        arguments);

    private static void Compare<T>(string what, T[] actual, T[] expected, T[][] arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < expected.Length; index++)
        {
            if (!IsSame(actual[index], expected[index]))
            {
                Assert.Fail($"{what} in {typeof(T).Name}: [{index}] of {expected.Length} is {actual[index]:R}, expected " +
                    $"{expected[index]:R}, of ({string.Join(", ", arguments.Select(argument => argument[index].ToString("R", null)))})");
            }
        }
    }
}
