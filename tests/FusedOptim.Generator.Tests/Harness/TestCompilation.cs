using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>The compilation of a user's project: nullable, documented, every warning on, referring to the runtime.</summary>
internal static class TestCompilation
{
    /// <summary>C# as users write it; documentation comments are checked, so that generated members must have them.</summary>
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    /// <summary>The framework this process runs on, and the FusedOptim runtime.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = FindReferences();

    /// <summary>What <c>ImplicitUsings</c> adds to a project.</summary>
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly SyntaxTree s_implicitUsings = Parse(ImplicitUsings, "ImplicitUsings.g.cs");

    // Cloned by each test, so that references are bound once.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "UserProject",
        [s_implicitUsings],
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            warningLevel: 9999,
            reportSuppressedDiagnostics: true,
            deterministic: true));

    /// <summary>A project with the given source files.</summary>
    public static CSharpCompilation Create(params IEnumerable<string> sources) =>
        s_empty.AddSyntaxTrees(sources.Select((source, index) => Parse(source, $"Source{index}.cs")));

    /// <summary>One file of the project.</summary>
    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, ParseOptions, path, System.Text.Encoding.UTF8);

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(UpdateRuleAttribute).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
