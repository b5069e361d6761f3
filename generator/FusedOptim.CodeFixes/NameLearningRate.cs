using System.Composition;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Gives the learning rate its name, where the record has it under another (FOPT012).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(NameLearningRate)), Shared]
public sealed class NameLearningRate : RuleRefactoring<ParameterSyntax>
{
    private static readonly string[] LearningRate = [HyperparameterReader.LearningRate];

    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var name = node.Identifier.ValueText;
        return node.Parent == rule.ParameterList && !rule.Hyperparameters().Contains(LearningRate[0]) &&
            NearestName.Find(name, LearningRate) is not null
                ? $"Rename '{name}' to '{LearningRate[0]}'"
                : null;
    }

    /// <inheritdoc/>
    protected override SyntaxNode ScopeOf(ParameterSyntax node) => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        rule.ReplaceTokens(
            rule.Uses(node.Identifier.ValueText).Append(node.Identifier),
            static (token, _) => token.Renamed(HyperparameterReader.LearningRate));
}
