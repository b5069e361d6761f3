using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

internal static class AttributeExtensions
{
    public static AttributeData? Attribute(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.Is(fullName));

    /// <summary>Whether an attribute is of the type of a full name.</summary>
    public static bool Is(this AttributeData attribute, string fullName) =>
        attribute.AttributeClass is { } type && fullName.EndsWith(type.Name, StringComparison.Ordinal) && type.ToDisplayString() == fullName;

    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        return null;
    }

    /// <summary>The scope that an attribute gives (<c>Over</c>); null where it does not say.</summary>
    public static Scope? Over(this AttributeData attribute) => (Scope?)attribute.ConstructorArguments
        .Select(static argument => argument.Value as int?).FirstOrDefault(static value => value is not null);

    /// <summary>The scope that an attribute gives after the first; null where it gives one alone.</summary>
    public static Scope? Across(this AttributeData attribute) => (Scope?)attribute.ConstructorArguments
        .Select(static argument => argument.Value as int?).Where(static value => value is not null).ElementAtOrDefault(1);

    /// <summary>The key that an attribute gives; null where it gives none.</summary>
    public static string? Key(this AttributeData attribute) => attribute.ConstructorArguments
        .Select(static argument => argument.Value as string).FirstOrDefault(static key => key is not null);

    /// <summary>
    /// Whether calls of a method may be dropped by the compiler, as those of a [Conditional] method are where its symbol is not
    /// defined.
    /// </summary>
    public static bool IsConditional(this IMethodSymbol method) =>
        method.Attribute(AttributeNames.Conditional) is not null;

    /// <summary>Whether code that uses a symbol does not compile, because it is obsolete.</summary>
    public static bool IsForbidden(this ISymbol symbol) =>
        symbol.Attribute(AttributeNames.Obsolete) is { } attribute &&
        attribute.ConstructorArguments.Any(static argument => argument.Value is true);

    /// <summary>The part of a partial method that has its body.</summary>
    public static IMethodSymbol Implementation(this IMethodSymbol method) => method.PartialImplementationPart ?? method;

    public static Location Location(this AttributeData attribute, ISymbol fallback) =>
        attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? fallback.Locations[0];

    /// <summary>The whole declaration of a parameter, as the source has it.</summary>
    public static Location DeclarationLocation(this IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().GetLocation() ?? parameter.Locations[0];
}
