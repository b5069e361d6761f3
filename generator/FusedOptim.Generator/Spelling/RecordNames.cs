namespace FusedOptim.Generator.Spelling;

/// <summary>
/// The namespaces that a record's generated part refers to. That part is in the namespace of the project, where any short name may have
/// another meaning: it has aliases of its own, which are written before '::', where C# looks for nothing but aliases. A record outside of
/// namespaces would share them with the global aliases of the project, and writes every name in full instead.
/// </summary>
/// <param name="space">The namespace of the record; empty for none.</param>
/// <param name="kernels">The namespace of its kernels.</param>
internal sealed class RecordNames(string space, string kernels)
{
    /// <summary>The names where there are no aliases.</summary>
    public static readonly RecordNames Outside = new("", "");

    private const string LibrarySpace = "FusedOptim";
    private const string RuntimeSpace = "FusedOptim.CompilerServices";
    private const string ToolsSpace = "System.CodeDom.Compiler";
    private const string CoverageSpace = "System.Diagnostics.CodeAnalysis";
    private const string DiagnosticsSpace = "System.Diagnostics";

    /// <summary>The library itself.</summary>
    public string Library => Name("Library", LibrarySpace);

    /// <summary>The interface that rules implement.</summary>
    public string RuleInterface => Library + "IUpdateRule";

    /// <summary>What generated code calls.</summary>
    public string Runtime => Name("Runtime", RuntimeSpace);

    /// <summary>The kernels of the record, and the class that holds it as data.</summary>
    public string Kernels => Name("Generated", kernels);

    /// <summary>The class that holds the record as data.</summary>
    public string Schema => Kernels + "Schema";

    /// <summary>The attribute of generated code.</summary>
    public string Tools => Name("Tools", ToolsSpace);

    /// <summary>The attribute of what coverage does not count.</summary>
    public string CoverageTools => Name("Coverage", CoverageSpace);

    /// <summary>The attributes for debuggers.</summary>
    public string Diagnostics => Name("Diagnostics", DiagnosticsSpace);

    /// <summary>Writes the namespace of the record, for the rest of a file, and the aliases that its content uses.</summary>
    public void WriteNamespace(IndentedTextWriter writer, Action<IndentedTextWriter> content)
    {
        if (space.Length > 0)
        {
            writer.Line($"namespace {Names.EscapeAll(space)};");
            writer.Blank();
        }

        var start = writer.Length;
        content(writer);
        if (space.Length > 0)
            writer.Insert(start, WriteAliases);
    }

    private void WriteAliases(IndentedTextWriter writer, string text)
    {
        foreach (var (alias, name) in new[]
        {
            ("Coverage", CoverageSpace), ("Diagnostics", DiagnosticsSpace), ("Generated", kernels), ("Library", LibrarySpace),
            ("Runtime", RuntimeSpace), ("Tools", ToolsSpace),
        })
        {
            if (text.Contains(alias + "::"))
                writer.Line($"using {alias} = global::{name};");
        }

        writer.Blank();
    }

    private string Name(string alias, string name) => space.Length > 0 ? alias + "::" : $"global::{name}.";
}
