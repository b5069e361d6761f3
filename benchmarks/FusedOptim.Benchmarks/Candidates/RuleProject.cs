using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Benchmarks;

/// <summary>Projects that declare the shipped rules as their own, as the compiler sees them.</summary>
internal static class RuleProject
{
    private const string Usings = "global using System; global using System.Linq; global using FusedOptim; global using FusedOptim.Rules;";

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The names of the shipped rules.</summary>
    public static IReadOnlyList<string> Rules { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith("Rules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>A project of some rules; those that come again stand in another namespace.</summary>
    /// <param name="rules">Names out of <see cref="Rules"/>.</param>
    public static CSharpCompilation Create(IReadOnlyList<string> rules) => CSharpCompilation.Create(
        "Rules",
        [Parse(Usings, "Usings.cs"), .. rules.Select((rule, index) => Parse(Text(rule, $"Project{index / Rules.Count}"), $"{index}.cs"))],
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A driver that has generated nothing yet.</summary>
    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new Generator.UpdateRuleGenerator().AsSourceGenerator()],
        parseOptions: s_options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static SyntaxTree Parse(string text, string path) =>
        CSharpSyntaxTree.ParseText(text, s_options, path, System.Text.Encoding.UTF8);

    private static string Text(string rule, string space)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(rule)!);
        return reader.ReadToEnd().Replace("namespace FusedOptim.Rules;", $"namespace {space};", StringComparison.Ordinal);
    }
}
