using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes the default of a hyperparameter so large that it does not vanish in single precision (FOPT053).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteLargerDefault)), Shared]
public sealed class WriteLargerDefault : RuleRefactoring<ParameterSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.Parent == rule.ParameterList && node.Default?.Value is LiteralExpressionSyntax { Token.Value: double value } &&
        value != 0 && (float)value == 0
            ? "Write 1e-38, which single precision has"
            : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var literal = (LiteralExpressionSyntax)node.Default!.Value;
        return node.ReplaceToken(literal.Token, SyntaxFactory.Literal(
            literal.Token.LeadingTrivia, "1e-38", 1e-38, literal.Token.TrailingTrivia));
    }
}
