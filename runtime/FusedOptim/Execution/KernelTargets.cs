using System.Runtime.Intrinsics;

namespace FusedOptim.Execution;

/// <summary>Which kernel targets this process can run, and which one it runs by default.</summary>
public static class KernelTargets
{
    /// <summary>The environment variable that forces a target: the name of a <see cref="KernelTarget"/>, in any case.</summary>
    public const string EnvironmentVariable = "FUSEDOPTIM_TARGET";

    private static readonly Lazy<KernelTarget> SelectedTarget =
        new(() => Select(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>The widest target that the hardware runs natively, or the one that <c>FUSEDOPTIM_TARGET</c> names.</summary>
    /// <exception cref="InvalidOperationException">The variable holds something else than a target, or a target that this
    /// processor (or its settings) does not have.</exception>
    public static KernelTarget Selected => SelectedTarget.Value;

    /// <summary>The targets that run natively here, narrowest first.</summary>
    public static IReadOnlyList<KernelTarget> Supported { get; } =
        Array.AsReadOnly(Array.FindAll(Enum.GetValues<KernelTarget>(), IsSupported));

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
                $"{EnvironmentVariable} asks for {target}, which this processor does not run natively; " +
                $"supported here: {string.Join(", ", Supported)}.");
        }

        return target;
    }
}
