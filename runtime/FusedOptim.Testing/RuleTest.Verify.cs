using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Testing;

/// <summary>The two tests of a rule: that its kernels compute what its method says, and what was generated for it.</summary>
/// <remarks>
/// Both throw an exception when they fail and return when they pass, so that they serve in a test of any framework.
/// </remarks>
public static partial class RuleTest
{
    /// <summary>
    /// Checks that all kernels of a rule compute what its methods say, bit for bit (any NaN equals any NaN), phase by phase:
    /// the method is compared with the strict scalar kernel in double, and the scalar kernel with every vector kernel that
    /// this machine runs, in both precisions. In <see cref="FloatMode.Strict"/> all kernels are compared with the method
    /// in double.
    /// </summary>
    /// <remarks>
    /// Lengths, addresses, steps and gradient scales are those of the options, with gradients kept and zeroed. Elements
    /// are NaN, infinities, zeros of both signs, denormal, huge, tiny and ordinary; in other runs finite alone, so that
    /// sums are. Nothing may be written but what the phase writes, nor past the ends of the operands. Inputs are the same
    /// in each call. A rule that sees rows and columns is verified over views: its methods run for each element, row and column as in
    /// a step, and each has the results of those before it. Sums over rows and columns are taken of what elements add, which is what is compared.
    /// </remarks>
    /// <param name="rule">The rule, in the hyperparameters to verify; it is not changed.</param>
    /// <param name="options">What to verify it with; the defaults where it is null.</param>
    /// <exception cref="RuleVerificationException">Two results differ; the message names the place.</exception>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public static void Verify(IUpdateRule rule, VerifyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        options ??= new VerifyOptions();
        options.Check();
        var vectors = KernelTargets.Supported.Where(target => target > KernelTarget.Scalar).ToList();
        foreach (var variant in options.AllVariants ? RuleVariants.Of(rule) : [rule.Copy()])
        {
            if (rule.Schema.FloatMode == FloatMode.Strict)
            {
                Verify<double>(
                    variant, options, [KernelTarget.Reference, KernelTarget.StrictScalar, KernelTarget.Scalar, .. vectors]);
                Verify<float>(variant, options, [KernelTarget.Scalar, KernelTarget.StrictScalar, .. vectors]);
            }
            else
            {
                Verify<double>(variant, options, [KernelTarget.Reference, KernelTarget.StrictScalar]);
                Verify<double>(variant, options, [KernelTarget.Scalar, .. vectors]);
                Verify<float>(variant, options, [KernelTarget.Scalar, .. vectors]);
            }
        }
    }

    private static void Verify<T>(IUpdateRule rule, VerifyOptions options, IReadOnlyList<KernelTarget> targets)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var tensor in options.CasesOf<T>(rule.Schema))
        {
            using var verification = new Verification<T>(rule, options, targets, tensor);
            verification.Check();
        }
    }
}
