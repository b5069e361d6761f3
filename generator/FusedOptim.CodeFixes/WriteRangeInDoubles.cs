using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes the bounds of a double's [Range] as doubles (FOPT013).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteRangeInDoubles)), Shared]
public sealed class WriteRangeInDoubles : RuleRefactoring<AttributeSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.Name.ToString().EndsWith("Range", StringComparison.Ordinal) &&
        node.FirstAncestorOrSelf<ParameterSyntax>() is { Type: PredefinedTypeSyntax type } &&
        type.Keyword.IsKind(SyntaxKind.DoubleKeyword) && Integers(node).Any()
            ? "Write the range in doubles"
            : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.ReplaceTokens(Integers(node), static (token, _) => SyntaxFactory.Literal(
            token.LeadingTrivia, token.Text + ".0", (int)token.Value!, token.TrailingTrivia));

    private static IEnumerable<SyntaxToken> Integers(AttributeSyntax node) =>
        node.ArgumentList?.Arguments
            .Where(static argument => argument.NameEquals is null)
            .SelectMany(static argument => argument.DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is int) ?? [];
}
