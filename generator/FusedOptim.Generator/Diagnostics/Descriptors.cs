using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Diagnostics;

/// <summary>Every refusal: one id each, a message that names the thing and says what to write instead.</summary>
internal static partial class Descriptors
{
    /// <summary>The address of the folder of the pages, docs/diagnostics: the one place that knows where the repository is published.</summary>
    public const string Pages = "https://github.com/FusedOptim/FusedOptim/blob/main/docs/diagnostics/";

    private const string Category = "FusedOptim";

    // Made on first use: the order of initializers across the parts of this class is that of the files.
    private static Dictionary<string, DiagnosticDescriptor>? s_registry;

    public static IReadOnlyDictionary<string, DiagnosticDescriptor> ById => s_registry!;

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        Register(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Register(string id, string title, string message, DiagnosticSeverity severity)
    {
        var descriptor = new DiagnosticDescriptor(
            id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: $"{Pages}{id}.md");
        (s_registry ??= []).Add(id, descriptor);
        return descriptor;
    }
}
