using System.Composition;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Makes a state of a double that the method takes, and that binds to nothing (FOPT006).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(MakeState)), Shared]
public sealed class MakeState : RuleRefactoring<ParameterSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var name = node.Identifier.ValueText;
        return node.Phase() is { Identifier.ValueText: "Direction" or "Update" or "Measure" } phase && node.AttributeLists.Count == 0 &&
            node.Type is PredefinedTypeSyntax type && type.Keyword.IsKind(SyntaxKind.DoubleKeyword) &&
            NearestName.Find(name, phase.KnownNames()) is null &&
            rule.Members.OfType<MethodDeclarationSyntax>().Count(method =>
                method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name)) == 1
                ? $"Make '{name}' a state"
                : null;
    }

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        SyntaxFactory.ParseParameterList($"([State(\"{node.Identifier.ValueText}\")] ref double {node.Identifier.Text})").Parameters[0]
            .WithTriviaFrom(node);
}
