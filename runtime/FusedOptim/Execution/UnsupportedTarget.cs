using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Execution;

/// <summary>The reason that this process does not run a target natively, for messages.</summary>
internal static class UnsupportedTarget
{
    // What the runtime reads at its start, narrowest first: a vector needs those of the narrower ones also.
    private static readonly (string Name, KernelTarget Narrowest)[] Switches =
    [
        ("EnableHWIntrinsic", KernelTarget.Vector128),
        ("EnableSSE42", KernelTarget.Vector256),
        ("EnableAVX", KernelTarget.Vector256),
        ("EnableAVX2", KernelTarget.Vector256),
        ("EnableAVX512", KernelTarget.Vector512),
    ];

    /// <summary>Says why this process does not run a target, and how to change that: a clause and sentences after it.</summary>
    /// <param name="target">A target that is not supported.</param>
    public static string Explain(KernelTarget target) => Explain(
        target, RuntimeInformation.ProcessArchitecture, Processor.Has(target), !RuntimeFeature.IsDynamicCodeCompiled,
        Environment.GetEnvironmentVariable);

    /// <summary>Says why a process does not run a target, and how to change that.</summary>
    /// <param name="target">A target that is not supported.</param>
    /// <param name="architecture">The architecture of the process.</param>
    /// <param name="processorHasIt">Whether the processor has the instructions; <c>null</c> if that is unknown.</param>
    /// <param name="isAheadOfTime">Whether the program was compiled ahead of time.</param>
    /// <param name="variable">Gets the value of an environment variable.</param>
    public static string Explain(
        KernelTarget target, Architecture architecture, bool? processorHasIt, bool isAheadOfTime, Func<string, string?> variable)
    {
        if (!Enum.IsDefined(target))
            return "it is not a kernel target.";
        var instructions = target switch
        {
            KernelTarget.Vector256 => "AVX2 with FMA",
            KernelTarget.Vector512 => "AVX-512",
            _ => "128-bit vectors",
        };
        if (target > KernelTarget.Vector128 && architecture is not (Architecture.X64 or Architecture.X86))
            return $"it needs {instructions}, and this is a process for {architecture}.";
        if (processorHasIt == false)
            return $"this processor does not have {instructions}.";
        if (isAheadOfTime)
        {
            var set = target == KernelTarget.Vector512 ? "x86-64-v4" : "x86-64-v3";
            return $"this program was compiled ahead of time without {instructions}. " +
                $"Set <IlcInstructionSet>{set}</IlcInstructionSet> in its project and publish it again.";
        }

        if (SwitchedOffBy(target, variable) is { } setting)
            return $"{setting} switches {instructions} off. Unset the variable.";
        return target == KernelTarget.Vector512
            ? "by default, .NET does not use AVX-512 on processors that lower their clock for it. Set DOTNET_PreferredVectorBitWidth=512 to use it."
            : $"the operating system or the configuration of the .NET runtime switches {instructions} off.";
    }

    private static string? SwitchedOffBy(KernelTarget target, Func<string, string?> variable)
    {
        foreach (var prefix in (string[])["DOTNET_", "COMPlus_"])
        {
            foreach (var (name, narrowest) in Switches)
            {
                if (target >= narrowest && variable(prefix + name) is { } value && IsZero(value))
                    return $"{prefix}{name}={value}";
            }

            var width = $"{prefix}PreferredVectorBitWidth";
            if (variable(width) is { Length: > 0 } preferred && !preferred.StartsWith("512", StringComparison.Ordinal))
                return $"{width}={preferred}";
        }

        return null;
    }

    // The runtime reads these numbers in base 16.
    private static bool IsZero(string value) => int.TryParse(
        value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value.AsSpan(2) : value,
        NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number == 0;
}
