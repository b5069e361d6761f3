using System.Composition;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Removes a hyperparameter that no method uses (FOPT055).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(RemoveHyperparameter)), Shared]
public sealed class RemoveHyperparameter : RuleRefactoring<ParameterSyntax>
{
    // Directions are multiplied by the first; modifiers read the others.
    private static readonly string[] UsedElsewhere =
        [HyperparameterReader.LearningRate, "WeightDecay", "ClipValue", "L1", "TrustCoefficient", "AverageDecay"];

    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var name = node.Identifier.ValueText;
        return node.Parent == rule.ParameterList && !UsedElsewhere.Contains(name) && !rule.Uses(name).Any()
            ? $"Remove the hyperparameter '{name}'"
            : null;
    }

    /// <inheritdoc/>
    protected override SyntaxNode ScopeOf(ParameterSyntax node) => node.Parent!;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        rule.ParameterList!.Without(node);
}
