
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
        ["Math"] = "System.Math",
        ["MathF"] = "System.MathF",
        ["MethodImpl"] = "System.Runtime.CompilerServices.MethodImplAttribute",
        ["Unsafe"] = "System.Runtime.CompilerServices.Unsafe",
    };

    /// <summary>The namespaces that are imported, since no alias can stand for a generic type; with the types that kernels refer to,
    /// and those whose names are others in metadata.</summary>
    private static readonly IReadOnlyList<(string Namespace, IReadOnlyList<string> Types, IReadOnlyList<string> MetadataNames)> Imports =
    [
        ("System.CodeDom.Compiler", ["GeneratedCode"], ["GeneratedCodeAttribute"]),
        ("System.ComponentModel", ["EditorBrowsable", "EditorBrowsableState"], ["EditorBrowsableAttribute"]),
        ("System.Diagnostics", ["DebuggerNonUserCode"], ["DebuggerNonUserCodeAttribute"]),
        ("System.Diagnostics.CodeAnalysis", ["ExcludeFromCodeCoverage"], ["ExcludeFromCodeCoverageAttribute"]),
        (Intrinsics, ["Vector128", "Vector256", "Vector512"], ["Vector128`1", "Vector256`1", "Vector512`1"]),
        ("FusedOptim.CompilerServices",
            ["BufferedSum", "ContractVersion", "FloatStates", "IGradientAccess", "IPhaseKernel", "IStateAccess", "ISum", "KernelMath", "KernelOptions", "KernelSegment",
                "RegisterSum", "Vector512Lanes", "Wide512"],
            ["BufferedSum`2", "ISum`1", "KernelSegment`1", "RegisterSum`2", "Vector512Lanes`1"]),
        // Operators, which the source of a kernel uses and does not name.
        ("FusedOptim.CompilerServices.Operators", ["IPhaseKernel", "IFunctionKernel"], []),
        ("FusedOptim.Functions", ["FunctionSchema", "FunctionSegment", "IFunctionKernel"], ["FunctionSegment`1"]),
        ("FusedOptim.Schema",
            ["HyperparameterSchema", "InputSchema", "PhaseKind", "PhaseSchema", "ReductionKind", "RuleSchema", "ScalarSchema", "StateInitial",
                "StateSchema", "ValueSchema", "VariantSchema"],
            []),
    ];

    static KernelTypes()
    {
        Add("FusedOptim", "FloatMode", "Over");
        Add("FusedOptim.Execution", "KernelTarget");
        Add("FusedOptim.Numerics", "BlockReduction");
        Names = [.. Aliases.Keys, .. Imports.SelectMany(static import => import.Types)];
    }

    /// <summary>The names that no local and no field of a kernel may have.</summary>
    public static IReadOnlyCollection<string> Names { get; }

    /// <summary>The full names of all types of other assemblies that generated code refers to.</summary>
    public static IEnumerable<string> FullNames => Aliases.Values.Concat(
    [
        // Of two imported types of one name, neither could be meant.
        .. Imports.SelectMany(static import => Imports.SelectMany(static other => other.Types.Concat(other.MetadataNames))
            .Select(type => $"{import.Namespace}.{type}")).Distinct(),
        "System.ArgumentException", "System.ReadOnlySpan`1", "System.Span`1",
        "FusedOptim.CompilerServices.ApplyOperands`1", "FusedOptim.CompilerServices.ConstantMemory",
        "FusedOptim.CompilerServices.MeasuringKernel`3", "FusedOptim.CompilerServices.PhaseKernel", "FusedOptim.CompilerServices.PhaseKernel`3",
        "FusedOptim.CompilerServices.ReferenceElement", "FusedOptim.CompilerServices.RuleApplication",
        "FusedOptim.Execution.KernelTargets",
        "FusedOptim.Functions.FunctionLoops", "FusedOptim.Functions.FunctionLoops`3",
        "System.Diagnostics.DebuggerStepThroughAttribute",
        "System.ComponentModel.DataAnnotations.RangeAttribute", "FusedOptim.NonNegativeAttribute", "FusedOptim.DecayRateAttribute",
        "FusedOptim.AssemblyRules", "FusedOptim.UpdateRuleDescription", "FusedOptim.UpdateRules", "System.Collections.Generic.IReadOnlyList`1",
        "FusedOptim.CompilerServices.UpdateRuleRegistryAttribute",
    ]);

    /// <summary>Writes the directives that a text needs.</summary>
    public static void WriteUsings(IndentedTextWriter writer, string text)
    {
        foreach (var import in Imports.Where(import => import.Types.Any(type => Mentions(text, type))))
            writer.Line($"using global::{import.Namespace};");
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
