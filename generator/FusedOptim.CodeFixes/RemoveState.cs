using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Removes a state that its method does not mention (FOPT050).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(RemoveState)), Shared]
public sealed class RemoveState : RuleRefactoring<ParameterSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.Has("State") && node.Phase() is { } phase && !phase.Uses(node.Identifier.ValueText).Any()
            ? $"Remove the state '{node.Identifier.ValueText}'"
            : null;

    /// <inheritdoc/>
    protected override SyntaxNode ScopeOf(ParameterSyntax node) => node.Parent!;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        ((ParameterListSyntax)node.Parent!).Without(node);
}
