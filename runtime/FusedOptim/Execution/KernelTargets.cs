using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Execution;

/// <summary>The kernel targets that this process can run, and the one that it runs by default.</summary>
/// <remarks>A program that is published ahead of time (<c>PublishAot</c>) for x64 runs only the targets that it was compiled for, which
/// <c>IlcInstructionSet</c> names in its project: 128 bits without fused multiply-adds, if it is not set.</remarks>
public static class KernelTargets
{
    /// <summary>The environment variable that forces a target: the name of a <see cref="KernelTarget"/>, in any case.</summary>
    public const string EnvironmentVariable = "FUSEDOPTIM_TARGET";

    private static readonly Lazy<KernelTarget> SelectedTarget =
        new(() => Select(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>The widest target that the hardware runs natively, or the one that <c>FUSEDOPTIM_TARGET</c> names.</summary>
    /// <exception cref="InvalidOperationException">The variable does not name a target, or names a target that this process does not
    /// support. The message says whether the processor, a setting, or a compilation ahead of time is the reason.</exception>
    public static KernelTarget Selected => SelectedTarget.Value;

    /// <summary>The targets that run natively here, narrowest first.</summary>
    public static IReadOnlyList<KernelTarget> Supported { get; } =
        Array.AsReadOnly(Array.FindAll(Enum.GetValues<KernelTarget>(), IsSupported));

    /// <summary>
    /// Gets whether kernels of this process use the fused multiply-add instruction. Without it, each fused multiply-add is computed by a
    /// function: results are the same, and a step takes about 30 times as long.
    /// </summary>
    // Compiled ahead of time for AVX alone, code asks for FMA at run time where it names it, and has none in its vectors.
    public static bool HasFusedMultiplyAdd =>
        AdvSimd.IsSupported || (Fma.IsSupported && (RuntimeFeature.IsDynamicCodeCompiled || Vector256.IsHardwareAccelerated));

    /// <summary>Whether a target runs natively here.</summary>
    /// <param name="target">The target.</param>
    public static bool IsSupported(KernelTarget target) => target switch
    {
        KernelTarget.Reference or KernelTarget.StrictScalar or KernelTarget.Scalar => true,
        KernelTarget.Vector128 => Vector128.IsHardwareAccelerated,
        KernelTarget.Vector256 => Vector256.IsHardwareAccelerated,
        KernelTarget.Vector512 => Vector512.IsHardwareAccelerated,
        _ => false,
    };

    internal static KernelTarget Select(string? forced)
    {
        if (string.IsNullOrWhiteSpace(forced))
            return Supported[^1];
        // Not Enum.TryParse: it takes numbers and combinations too.
        var index = Array.FindIndex(
            Enum.GetNames<KernelTarget>(), name => name.Equals(forced.Trim(), StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            throw new InvalidOperationException(
                $"{EnvironmentVariable} is '{forced}'; it must be one of {string.Join(", ", Enum.GetNames<KernelTarget>())}.");
        }

        var target = Enum.GetValues<KernelTarget>()[index];
        if (!IsSupported(target))
        {
            throw new InvalidOperationException(
                $"{EnvironmentVariable} is '{forced}', which this process does not support: {UnsupportedTarget.Explain(target)} " +
                $"Supported targets: {string.Join(", ", Supported)}.");
        }

        return target;
    }

    /// <summary>The exception of compiled loops that do not have a target.</summary>
    /// <typeparam name="TKernel">The source of the loops, in the namespace that is called after the declaration.</typeparam>
    internal static ArgumentOutOfRangeException Unsupported<TKernel>(KernelTarget target, string element) => new(
        nameof(target), target, $"{typeof(TKernel).Namespace!.Split('.')[^1]} does not have a kernel of {element} for {target}.");
}
