using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Diagnostics;

/// <summary>Every refusal: one id each, a message that names the thing and says what to write instead.</summary>
internal static partial class Descriptors
{
    private const string Category = "FusedOptim";

    private static readonly Dictionary<string, DiagnosticDescriptor> Registry = [];

    public static IReadOnlyDictionary<string, DiagnosticDescriptor> ById => Registry;

    private static DiagnosticDescriptor Error(string id, string title, string message)
    {
        var descriptor = new DiagnosticDescriptor(
            id,
            title,
            message,
            Category,
            DiagnosticSeverity.Error,
            isEnabledByDefault: true,
            helpLinkUri: $"https://github.com/fusedoptim/fusedoptim/blob/main/docs/diagnostics/{id}.md");
        Registry.Add(id, descriptor);
        return descriptor;
    }
}
