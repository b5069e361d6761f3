using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Gives a state its name as a key, so that renaming the parameter leaves checkpoints readable (FOPT054).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(NameState)), Shared]
public sealed class NameState : RuleRefactoring<ParameterSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        State(node) is not null ? $"Name the key of state '{node.Identifier.ValueText}'" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var state = State(node)!;
        var key = SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(
            SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(node.Identifier.ValueText)));
        var arguments = state.ArgumentList?.Arguments.Insert(0, key) ?? SyntaxFactory.SingletonSeparatedList(key);
        return node.ReplaceNode(state, state.WithArgumentList(SyntaxFactory.AttributeArgumentList(arguments)));
    }

    private static AttributeSyntax? State(ParameterSyntax node) => node.AttributeLists
        .SelectMany(static list => list.Attributes)
        .FirstOrDefault(static attribute => attribute.Name.ToString() is "State" or "StateAttribute" &&
            attribute.ArgumentList?.Arguments.Any(static argument => argument.NameEquals is null) != true);
}
