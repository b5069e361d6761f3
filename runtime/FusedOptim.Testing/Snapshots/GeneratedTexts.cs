using FusedOptim.Generator;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Testing;

/// <summary>Compiles rules and functions by themselves, and gives what was generated for them.</summary>
internal static class GeneratedTexts
{
    // What ImplicitUsings adds to a project.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14);

    private static readonly Lazy<CSharpCompilation> s_empty = new(() => CSharpCompilation.Create(
        "Snapshot",
        [Parse(ImplicitUsings)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable)));

    /// <summary>The full names of the rules and functions, and their graphs and generated sources by the names of their files.</summary>
    /// <param name="sources">The texts of the source files.</param>
    /// <param name="content">Which of the texts to give.</param>
    /// <exception cref="SnapshotException">There is no rule or function, or something does not compile.</exception>
    public static (IReadOnlyList<string> Declarations, IReadOnlyList<(string Name, string Text)> Texts) Of(
        IEnumerable<string> sources, SnapshotContent content)
    {
        var compilation = s_empty.Value.AddSyntaxTrees(sources.Select(Parse));
        var driver = CSharpGeneratorDriver.Create(
            [new UpdateRuleGenerator().AsSourceGenerator(), new ElementwiseFunctionGenerator().AsSourceGenerator()],
            parseOptions: s_parseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var result = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _).GetRunResult();
        CheckErrors(result.Diagnostics.Concat(output.GetDiagnostics()));
        var generated = result.Results.SelectMany(generator => generator.GeneratedSources).ToList();
        if (generated.Count == 0)
        {
            throw new SnapshotException(
                "The source declares no rule or function: a partial record with [UpdateRule] or [ElementwiseFunction].");
        }

        var declarations = result.Results.SelectMany(Declarations).ToList();
        IReadOnlyList<string> names = [.. declarations.Select(declaration => declaration.FullName)];
        return (names,
        [
            .. declarations.Select(declaration => ($"{declaration.FullName}.ir.txt", DeclarationGraphs.Print(declaration))),
            .. generated
                .Where(source => content == SnapshotContent.Everything || IsComputation(source.HintName))
                .Select(source => (FileName(source.HintName, names[0]), source.SourceText.ToString())),
        ]);
    }

    // The list of an assembly's rules has a name without a rule, which two snapshots of different rules would share.
    private static string FileName(string hintName, string declaration) =>
        hintName == RegistryWriter.FileName ? $"{declaration}.{hintName}" : hintName;

    private static IEnumerable<DeclarationModel> Declarations(GeneratorRunResult result) =>
        result.TrackedSteps.TryGetValue(TrackingNames.Declarations, out var steps)
            ? steps.SelectMany(step => step.Outputs).Select(output => output.Value).OfType<DeclarationModel>()
            : [];

    private static bool IsComputation(string hintName) =>
        hintName.EndsWith(".Kernels.g.cs", StringComparison.Ordinal);

    private static void CheckErrors(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.ToString()).Distinct().ToList();
        if (errors.Count != 0)
        {
            throw new SnapshotException(
                $"The rule does not compile by itself:{Environment.NewLine}  " +
                string.Join(Environment.NewLine + "  ", errors));
        }
    }

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, s_parseOptions, encoding: System.Text.Encoding.UTF8);
}
