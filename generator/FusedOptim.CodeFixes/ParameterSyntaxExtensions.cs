using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>What a parameter is in a rule, as far as its syntax tells.</summary>
internal static class ParameterSyntaxExtensions
{
    private static readonly string[] Phases = ["Direction", "Update", "Measure", "Prepare", "Evaluate"];

    /// <summary>The method of the rule that the parameter belongs to; null for another parameter.</summary>
    public static MethodDeclarationSyntax? Phase(this ParameterSyntax parameter) =>
        parameter.Parent?.Parent is MethodDeclarationSyntax method && Phases.Contains(method.Identifier.ValueText) ? method : null;

    /// <summary>The names that are bound in a phase without being declared by the rule.</summary>
    public static IReadOnlyList<string> KnownNames(this MethodDeclarationSyntax phase) => phase.Identifier.ValueText switch
    {
        "Prepare" => ["step", "count"],
        "Evaluate" => ["parameter", "step"],
        _ => ["gradient", "parameter", "step"],
    };

    /// <summary>Whether an attribute of that name stands on the parameter.</summary>
    public static bool Has(this ParameterSyntax parameter, string attribute) => parameter.AttributeLists
        .SelectMany(static list => list.Attributes)
        .Any(candidate => candidate.Name.ToString() == attribute || candidate.Name.ToString() == attribute + "Attribute");

    /// <summary>The hyperparameters that the rule declares.</summary>
    public static IEnumerable<string> Hyperparameters(this TypeDeclarationSyntax rule) =>
        rule.ParameterList?.Parameters.Select(static parameter => parameter.Identifier.ValueText) ?? [];

    /// <summary>The places in a node where a name is used.</summary>
    public static IEnumerable<SyntaxToken> Uses(this SyntaxNode node, string name) => node.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is IdentifierNameSyntax);

    /// <summary>The list without a parameter.</summary>
    public static ParameterListSyntax Without(this ParameterListSyntax list, ParameterSyntax parameter) =>
        list.WithParameters(list.Parameters.Remove(parameter));

    /// <summary>The token under another name.</summary>
    public static SyntaxToken Renamed(this SyntaxToken token, string name) =>
        SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia);
}
