
namespace FusedOptim.Generator.Spelling;

/// <summary>
/// The types that kernels refer to by a short name. Each has an alias inside the namespace of the kernels: an alias comes before
/// every imported namespace, and before whatever the project declares around it.
/// </summary>
internal static class KernelTypes
{
    private const string Intrinsics = "System.Runtime.Intrinsics";

    /// <summary>The full name of each type, by its short name.</summary>
    private static readonly SortedDictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["ArgumentOutOfRangeException"] = "System.ArgumentOutOfRangeException",
        ["Math"] = "System.Math",
        ["MathF"] = "System.MathF",
        ["MemoryMarshal"] = "System.Runtime.InteropServices.MemoryMarshal",
        ["Unsafe"] = "System.Runtime.CompilerServices.Unsafe",
    };

    static KernelTypes()
    {
        Add("FusedOptim", "FloatMode", "Over");
        Add("FusedOptim.Execution", "KernelTarget");
        Add("FusedOptim.Functions", "FunctionSchema");
        Add("FusedOptim.Numerics", "BlockReduction");
        Add(
            "FusedOptim.Schema", "HyperparameterSchema", "PhaseKind", "PhaseSchema", "ReductionKind", "RuleSchema", "ScalarSchema",
            "StateInitial", "StateSchema", "VariantSchema");
        Add(
            "FusedOptim.CompilerServices", "IGradientAccess", "IStateAccess", "ISummandAccess", "KeepGradients", "KernelMath",
            "KernelOptions", "RegisterSums", "SumLanes512", "SummandBuffers", "ZeroGradients");

        Names = [.. Aliases.Keys, "Vector128", "Vector256", "Vector512"];
    }

    /// <summary>The names that no local and no field of a kernel may have.</summary>
    public static IReadOnlyCollection<string> Names { get; }

    /// <summary>The full names of all types of other assemblies that generated code refers to.</summary>
    public static IEnumerable<string> FullNames => Aliases.Values.Concat(
    [
        $"{Intrinsics}.Vector128", $"{Intrinsics}.Vector256", $"{Intrinsics}.Vector512",
        $"{Intrinsics}.Vector128`1", $"{Intrinsics}.Vector256`1", $"{Intrinsics}.Vector512`1",
        "System.ArgumentException", "System.Numerics.INumberBase`1", "System.ReadOnlySpan`1", "System.Span`1",
        "System.Runtime.CompilerServices.MethodImplAttribute",
        "System.ComponentModel.DataAnnotations.RangeAttribute", "FusedOptim.NonNegativeAttribute", "FusedOptim.DecayRateAttribute",
        "FusedOptim.AssemblyRules", "FusedOptim.UpdateRuleDescription", "FusedOptim.UpdateRules", "System.Collections.Generic.IReadOnlyList`1",
        "FusedOptim.CompilerServices.UpdateRuleRegistryAttribute",
    ]);

    /// <summary>Writes the directives that a text needs.</summary>
    public static void WriteUsings(IndentedTextWriter writer, string text)
    {
        if (text.Contains("Vector128") || text.Contains("Vector256") || text.Contains("Vector512"))
            writer.Line($"using global::{Intrinsics};");
        foreach (var alias in Aliases.Where(alias => Mentions(text, alias.Key)))
            writer.Line($"using {alias.Key} = global::{alias.Value};");
        writer.Blank();
    }

    private static void Add(string space, params string[] names)
    {
        foreach (var name in names)
            Aliases.Add(name, $"{space}.{name}");
    }

    // Ordinal searches: a regular expression for each name is compiled again and again.
    private static bool Mentions(string text, string name)
    {
        for (var start = text.IndexOf(name, StringComparison.Ordinal); start >= 0;
            start = text.IndexOf(name, start + name.Length, StringComparison.Ordinal))
        {
            if (!IsWordAt(text, start - 1) && !IsWordAt(text, start + name.Length))
                return true;
        }

        return false;
    }

    private static bool IsWordAt(string text, int index) =>
        index >= 0 && index < text.Length && (char.IsLetterOrDigit(text[index]) || text[index] == '_');
}
