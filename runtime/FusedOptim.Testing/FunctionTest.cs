using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Testing;

/// <summary>
/// The two tests of an element-wise function: that its kernels compute what its method says, with its derivative, and what was
/// generated for it. Both throw when they fail and return when they pass.
/// </summary>
public static class FunctionTest
{
    /// <summary>
    /// Checks all kernels of a function, bit for bit (any NaN equals any NaN): in double the method against the strict scalar
    /// kernel, in both precisions the scalar kernel against every vector kernel that this machine runs; that both passes
    /// give the same values; and, at ordinary places, the derivative against central differences of the method.
    /// </summary>
    /// <remarks>
    /// Lengths, addresses and the seed are those of the options; steps, gradient scales and variants mean nothing here.
    /// Elements are NaN, infinities, zeros of both signs, denormal, huge, tiny and ordinary. Nothing may be written but the
    /// results, nor past their ends. Differences are compared where those of two step sizes agree, so that a place beside a
    /// kink does not count.
    /// </remarks>
    /// <typeparam name="TFunction">The type of the function.</typeparam>
    /// <param name="function">The function, in the hyperparameters to verify.</param>
    /// <param name="options">What to verify it with; the defaults where it is null.</param>
    /// <exception cref="FunctionVerificationException">Two results differ; the message names the place.</exception>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static void Verify<TFunction>(TFunction function, VerifyOptions? options = null)
        where TFunction : class, IElementwiseFunction<TFunction>
    {
        ArgumentNullException.ThrowIfNull(function);
        options ??= new VerifyOptions();
        options.Check();
        var vectors = KernelTargets.Supported.Where(target => target > KernelTarget.Scalar).ToList();
        var isStrict = TFunction.Schema.FloatMode == FloatMode.Strict;
        Verify<TFunction, double>(
            function, options, [KernelTarget.Reference, KernelTarget.StrictScalar, .. isStrict ? vectors : []]);
        Verify<TFunction, double>(function, options, [KernelTarget.Scalar, .. vectors]);
        Verify<TFunction, float>(function, options, [KernelTarget.Scalar, .. vectors]);
        DerivativeCheck<TFunction>.Check(function, options.Seed);
    }

    /// <summary>Compares what the generator makes of a function with files that were read and accepted.</summary>
    /// <inheritdoc cref="RuleTest.Snapshot(string, SnapshotContent, string, string)"/>
    /// <param name="path">The source file that declares the function, relative to the file of the test.</param>
    /// <param name="content">Which texts to compare.</param>
    /// <param name="testFile">The file of the test, from the compiler.</param>
    /// <param name="test">The method of the test, from the compiler.</param>
    public static void Snapshot(
        string path,
        SnapshotContent content = SnapshotContent.Computation,
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string test = "") =>
        RuleTest.Snapshot(path, content, testFile, test);

    private static void Verify<TFunction, T>(
        TFunction function, VerifyOptions options, IReadOnlyList<KernelTarget> targets)
        where TFunction : class, IElementwiseFunction<TFunction>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var length in options.Lengths ?? VerifyOptions.DefaultLengths<T>())
        {
            using var verification = new FunctionVerification<TFunction, T>(function, options, targets, length);
            verification.Check();
        }
    }
}
