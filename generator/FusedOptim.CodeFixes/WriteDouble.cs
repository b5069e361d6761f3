using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes a whole rule in double: types, literals and functions of single precision (FOPT020).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteDouble)), Shared]
public sealed class WriteDouble : RuleRefactoring<RecordDeclarationSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node == rule && Places(node).Any() ? $"Write '{node.Identifier.Text}' in double" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.ReplaceTokens(Places(node), static (token, _) => token.Kind() switch
        {
            SyntaxKind.FloatKeyword => SyntaxFactory.Token(token.LeadingTrivia, SyntaxKind.DoubleKeyword, token.TrailingTrivia),
            SyntaxKind.NumericLiteralToken => Literal(token),
            _ => SyntaxFactory.Identifier(token.LeadingTrivia, "Math", token.TrailingTrivia),
        });

    private static IEnumerable<SyntaxToken> Places(SyntaxNode node) => node.DescendantTokens().Where(static token =>
        token.IsKind(SyntaxKind.FloatKeyword) ||
        (token.IsKind(SyntaxKind.NumericLiteralToken) && token.Value is float) ||
        (token.IsKind(SyntaxKind.IdentifierToken) && token.Text == "MathF"));

    private static SyntaxToken Literal(SyntaxToken token)
    {
        var text = token.Text.TrimEnd('f', 'F');
        return SyntaxFactory.Literal(token.LeadingTrivia, text, double.Parse(text.Replace("_", ""), System.Globalization.CultureInfo.InvariantCulture), token.TrailingTrivia);
    }
}
