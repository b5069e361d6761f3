using System.Globalization;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>What rules and functions have in common: a record in a place where a part can be added to it.</summary>
internal static class DeclarationSite
{
    // The version is a number that the Roslyn this is built on does not name yet.
    private const int CSharp14 = 1400;

    // Keywords are escaped where names are written.
    private static readonly SymbolDisplayFormat Unescaped = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static string NamespaceOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(Unescaped);

    public static string FullNameOf(INamedTypeSymbol type) =>
        type.ContainingNamespace.IsGlobalNamespace ? type.Name : $"{NamespaceOf(type)}.{type.Name}";

    public static FloatMode FloatModeOf(GeneratorAttributeSyntaxContext context) =>
        (FloatMode)(context.Attributes[0].Named("FloatMode")?.Value as int? ?? 0);

    /// <summary>Whether the declaration is read here: the compiler refuses a second attribute, of another part.</summary>
    public static bool IsFirst(GeneratorAttributeSyntaxContext context, string attribute) =>
        context.TargetSymbol.Attribute(attribute)?.ApplicationSyntaxReference is { } reference &&
        reference.SyntaxTree == context.TargetNode.SyntaxTree && context.TargetNode.Span.Contains(reference.Span);

    /// <summary>Whether the type is a record that a part can be generated for; refuses it where it is not.</summary>
    public static bool Check(GeneratorAttributeSyntaxContext context, bool mayDerive, Refusals refusals)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var location = declaration.Identifier.GetLocation();
        var lacking = new List<string>();
        if (!type.IsSealed)
            lacking.Add("'sealed'");
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            lacking.Add("'partial'");
        if (!type.IsRecord)
            lacking.Add("'record'");
        if (lacking.Count > 0)
            refusals.Add(Descriptors.NotSealedPartialRecord, location, type.Name, string.Join(" and ", lacking));

        var place = type switch
        {
            { ContainingType: { } outer } => $"is nested in '{outer.Name}'",
            { IsGenericType: true } => "has type parameters",
            { IsFileLocal: true } => "is local to its file",
            { BaseType.SpecialType: not SpecialType.System_Object, BaseType.TypeKind: not TypeKind.Error } when !mayDerive =>
                $"derives from '{type.BaseType.Name}'",
            _ => null,
        };
        if (place is not null)
            refusals.Add(Descriptors.NotTopLevel, location, type.Name, place);

        if (declaration.SyntaxTree.Options is CSharpParseOptions options && (int)options.LanguageVersion < CSharp14)
            refusals.Add(Descriptors.LanguageVersion, location, type.Name);
        HiddenNames.Check(context, type, refusals);
        return !refusals.Any;
    }

    /// <summary>The result of reading a declaration.</summary>
    public static DeclarationResult<TModel> ResultOf<TModel>(
        GeneratorAttributeSyntaxContext context, TModel? model, Refusals refusals, CancellationToken cancellationToken)
        where TModel : DeclarationModel
    {
        var diagnostics = refusals.ToDiagnostics();
        if (!refusals.Any || diagnostics.Count > 0)
            return new(refusals.Any ? null : model, diagnostics);
        var type = (INamedTypeSymbol)context.TargetSymbol;
        var names = UnresolvedNames.Of(context.SemanticModel.Compilation, type, cancellationToken);
        return new(null, diagnostics) { Unread = names.Count == 0 ? null : new(FullNameOf(type), names) };
    }

    public static void CheckVariants(
        INamedTypeSymbol type, IReadOnlyList<HyperparameterModel> hyperparameters, IReadOnlyList<Graph> graphs, Refusals refusals)
    {
        var variants = Variants.Of(hyperparameters, graphs);
        if (variants?.All.Count <= Variants.Most)
            return;
        refusals.Add(
            Descriptors.TooManyVariants,
            type.Locations[0],
            type.Name,
            string.Join(", ", hyperparameters.Where(static model => model.IsStructural).Select(static model => model.Name)),
            variants?.All.Count.ToString(CultureInfo.InvariantCulture) ?? "hundreds of",
            Variants.Most.ToString(CultureInfo.InvariantCulture));
    }
}
