using System.Runtime.CompilerServices;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Spelling;
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

    // Looking up a name searches every assembly: only names that the project itself declares, once for a compilation.
    private static readonly ConditionalWeakTable<Compilation, string[]> DeclaredWords = new();

    private static readonly string[] Namespaces =
    [
        "System.Numerics", "System.Runtime.CompilerServices", "System.Runtime.InteropServices", "System.Runtime.Intrinsics",
        "System.CodeDom.Compiler", "System.ComponentModel.DataAnnotations", "System.Diagnostics.CodeAnalysis", "System.Collections.Generic", "FusedOptim.CompilerServices", "FusedOptim.Execution",
        "FusedOptim.Functions", "FusedOptim.Numerics", "FusedOptim.Schema",
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
        // The library declares them itself. Others need a namespace of the same name.
        if (SymbolEqualityComparer.Default.Equals(library, compilation.Assembly) ||
            !compilation.Assembly.GlobalNamespace.GetNamespaceMembers().Any(static space => space.Name is "System" or "FusedOptim"))
        {
            return;
        }

        foreach (var name in KernelTypes.FullNames)
        {
            if (compilation.Assembly.GetTypeByMetadataName(name) is { } found)
                Refuse(found, type, "generated code refers to the type of that name that is not the project's", refusals);
        }
    }

    /// <summary>Whether code can refer to what an assembly declares by 'global::'.</summary>
    public static bool IsReachable(Compilation compilation, IAssemblySymbol? assembly) =>
        assembly is null || compilation.GetMetadataReference(assembly) is not { } reference ||
        reference.Properties.Aliases.IsDefaultOrEmpty || reference.Properties.Aliases.Contains("global");

    private static void CheckWords(GeneratorAttributeSyntaxContext context, INamedTypeSymbol type, Refusals refusals)
    {
        var words = DeclaredWords.GetValue(context.SemanticModel.Compilation, FindDeclaredWords);
        if (words.Length == 0)
            return;
        var brace = ((TypeDeclarationSyntax)context.TargetNode).OpenBraceToken;
        var inside = brace.IsMissing || brace.Span.IsEmpty ? context.TargetNode.SpanStart : brace.Span.End;
        foreach (var word in words)
        {
            var found = context.SemanticModel.LookupNamespacesAndTypes(inside, name: word)
                .FirstOrDefault(symbol => symbol is IAliasSymbol or INamedTypeSymbol { Arity: 0 } || (symbol is INamespaceSymbol && word == "nuint"));
            if (found is not null)
                Refuse(found, type, "generated code uses the word of C#", refusals);
        }
    }

    private static string[] FindDeclaredWords(Compilation compilation)
    {
        var aliases = compilation.SyntaxTrees
            .SelectMany(static tree => tree.GetRoot().DescendantNodes(
                static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax))
            .OfType<UsingDirectiveSyntax>()
            .Select(static directive => directive.Alias?.Name.Identifier.ValueText);
        var declared = new HashSet<string?>(aliases, StringComparer.Ordinal);
        return [.. Words.Where(word =>
            declared.Contains(word) || compilation.ContainsSymbolsWithName(word, SymbolFilter.Namespace | SymbolFilter.Type))];
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
