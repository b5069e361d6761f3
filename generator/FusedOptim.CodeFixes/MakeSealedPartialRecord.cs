using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Adds the modifiers that a rule needs (FOPT001).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(MakeSealedPartialRecord)), Shared]
public sealed class MakeSealedPartialRecord : RuleRefactoring<RecordDeclarationSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node == rule && Missing(node).Any() ? $"Make '{node.Identifier.Text}' a sealed partial record" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var added = Missing(node).Select(static kind => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space)).ToList();
        if (node.Modifiers.Count > 0)
        {
            // 'partial' comes last, before the keyword.
            var isPartialThere = node.Modifiers.Any(SyntaxKind.PartialKeyword);
            return node.WithModifiers(isPartialThere
                ? node.Modifiers.InsertRange(node.Modifiers.Count - 1, added)
                : node.Modifiers.AddRange(added));
        }

        // Without modifiers the comments before the record belong to its keyword.
        added[0] = added[0].WithLeadingTrivia(node.Keyword.LeadingTrivia);
        return node.WithKeyword(node.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(added));
    }

    private static IEnumerable<SyntaxKind> Missing(RecordDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.SealedKeyword))
            yield return SyntaxKind.SealedKeyword;
        if (!node.Modifiers.Any(SyntaxKind.PartialKeyword))
            yield return SyntaxKind.PartialKeyword;
    }
}
