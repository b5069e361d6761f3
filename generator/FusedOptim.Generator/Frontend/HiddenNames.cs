using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Refuses what no spelling of a name gets around: a type that takes the place of a namespace or of one of its types, a type or
/// alias that is called like a word of C#, and a library that is referred to under an alias alone.
/// </summary>
internal static class HiddenNames
{
    // What generated code writes, and C# takes for a type where there is one of that name.
    private static readonly string[] Words = ["var", "nuint", "unmanaged"];

    private static readonly string[] Namespaces =
    [
        "System.Numerics", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics",
        "System.ComponentModel.DataAnnotations", "FusedOptim.CompilerServices",
    ];

    public static void Check(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type, Refusals refusals)
    {
        var library = context.Attributes[0].AttributeClass!.ContainingAssembly;
        if (!IsReachable(context.SemanticModel.Compilation, library))
        {
            refusals.Add(
                Descriptors.LibraryAlias, type.Locations[0], type.Name, library.Name);
        }

        CheckWords(context, type, refusals);
        var compilation = context.SemanticModel.Compilation;
        var kernels = $"FusedOptim.Generated.{DeclarationSite.FullNameOf(type)}";
        foreach (var name in Namespaces.Append(kernels))
            CheckNamespace(compilation, name, type, refusals);
        // The library declares them itself.
        if (SymbolEqualityComparer.Default.Equals(library, compilation.Assembly))
            return;
        foreach (var name in KernelTypes.FullNames)
        {
            if (compilation.GetTypeByMetadataName(name) is { } found &&
                SymbolEqualityComparer.Default.Equals(found.ContainingAssembly, compilation.Assembly))
            {
                Refuse(found, type, "generated code refers to the type of that name that is not the project's", refusals);
            }
        }
    }

    /// <summary>Whether code can refer to what an assembly declares by 'global::'.</summary>
    public static bool IsReachable(Compilation compilation, IAssemblySymbol? assembly) =>
        assembly is null || compilation.GetMetadataReference(assembly) is not { } reference ||
        reference.Properties.Aliases.IsDefaultOrEmpty || reference.Properties.Aliases.Contains("global");

    private static void CheckWords(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type, Refusals refusals)
    {
        var brace = ((TypeDeclarationSyntax)context.TargetNode).OpenBraceToken;
        var inside = brace.IsMissing || brace.Span.IsEmpty ? context.TargetNode.SpanStart : brace.Span.End;
        foreach (var word in Words)
        {
            var found = context.SemanticModel.LookupNamespacesAndTypes(inside, name: word)
                .FirstOrDefault(symbol => symbol is IAliasSymbol or INamedTypeSymbol { Arity: 0 } || (symbol is INamespaceSymbol && word == "nuint"));
            if (found is not null)
                Refuse(found, type, "generated code uses the word of C#", refusals);
        }
    }

    private static void CheckNamespace(Compilation compilation, string name, INamedTypeSymbol type, Refusals refusals)
    {
        INamespaceSymbol? space = compilation.Assembly.GlobalNamespace;
        foreach (var part in name.Split('.'))
        {
            if (space?.GetTypeMembers(part, 0).FirstOrDefault() is { } hiding)
            {
                Refuse(hiding, type, "generated code refers to the namespace of that name", refusals);
                return;
            }

            space = space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
        }
    }

    private static void Refuse(ISymbol symbol, INamedTypeSymbol type, string reason, Refusals refusals)
    {
        var place = symbol.ContainingSymbol is INamespaceSymbol { IsGlobalNamespace: false } or INamedTypeSymbol
            ? symbol.ContainingSymbol.ToDisplayString()
            : "the global namespace";
        refusals.Add(
            Descriptors.ReservedName, symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? type.Locations[0],
            symbol.Name, place, reason);
    }
}
