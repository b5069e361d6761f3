using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the check that the runtime is one that generated code was written for: the first thing that a schema does.</summary>
internal static class ContractWriter
{
    /// <summary>The version that generated code is written for, ContractVersion.Current of the runtime beside this generator.</summary>
    public const int Version = 1;

    public static void Write(IndentedTextWriter writer) =>
        writer.Line($"private static readonly int s_contract = ContractVersion.Check({Version}, typeof(Schema));");
}
