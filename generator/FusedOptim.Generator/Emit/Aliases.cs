using FusedOptim.Generator.Helpers;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The aliases of namespaces in a record's generated part, always written with '::', which looks at aliases alone: no type
/// or member of the user's project can hide what stands behind them, and the code stays readable.
/// </summary>
internal static class Aliases
{
    /// <summary>FusedOptim.</summary>
    public const string Library = "Fused::";

    /// <summary>FusedOptim.CompilerServices.</summary>
    public const string Runtime = "Runtime::";

    /// <summary>The namespace of the rule's kernels.</summary>
    public const string Kernels = "Kernels::";

    /// <summary>System.Runtime.CompilerServices, for Unsafe.</summary>
    public const string Memory = "Memory::";

    public static void Write(IndentedTextWriter writer, string kernelNamespace)
    {
        writer.Line("using Fused = global::FusedOptim;");
        writer.Line("using Kernels = global::" + kernelNamespace + ";");
        writer.Line("using Memory = global::System.Runtime.CompilerServices;");
        writer.Line("using Runtime = global::FusedOptim.CompilerServices;");
        writer.Blank();
    }
}
