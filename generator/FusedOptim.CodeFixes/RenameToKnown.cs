using System.Composition;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>
/// Gives a parameter of a method the name that binds and is nearest; a hyperparameter is read in its place (FOPT006, FOPT037).
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(RenameToKnown)), Shared]
public sealed class RenameToKnown : RuleRefactoring<ParameterSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.Phase() is not { } phase || node.AttributeLists.Count > 0 || IsBound(node, phase, rule) ? null :
        Hyperparameter(node, rule) is { } hyperparameter ? $"Read the hyperparameter '{hyperparameter}'" :
        Known(node, phase) is { } known ? $"Rename '{node.Identifier.ValueText}' to '{known}'" : null;

    /// <inheritdoc/>
    protected override SyntaxNode ScopeOf(ParameterSyntax node) => node.Phase()!;

    /// <inheritdoc/>
    protected override SyntaxNode Change(ParameterSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var phase = node.Phase()!;
        var hyperparameter = Hyperparameter(node, rule);
        var name = hyperparameter ?? Known(node, phase)!;
        var renamed = phase.ReplaceTokens(
            phase.Uses(node.Identifier.ValueText).Append(node.Identifier), (token, _) => token.Renamed(name));
        if (hyperparameter is null)
            return renamed;
        var index = phase.ParameterList.Parameters.IndexOf(node);
        return renamed.WithParameterList(renamed.ParameterList.Without(renamed.ParameterList.Parameters[index]));
    }

    private static bool IsBound(ParameterSyntax node, MethodDeclarationSyntax phase, TypeDeclarationSyntax rule)
    {
        var name = node.Identifier.ValueText;
        // A name that another phase declares is that of a sum, a scalar or a result.
        return phase.KnownNames().Contains(name) || rule.Members.OfType<MethodDeclarationSyntax>()
            .Any(other => other != phase && other.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name));
    }

    private static string? Hyperparameter(ParameterSyntax node, TypeDeclarationSyntax rule) =>
        node.Modifiers.Count == 0 ? NearestName.Find(node.Identifier.ValueText, rule.Hyperparameters()) : null;

    private static string? Known(ParameterSyntax node, MethodDeclarationSyntax phase)
    {
        var taken = phase.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText);
        return NearestName.Find(node.Identifier.ValueText, phase.KnownNames().Except(taken));
    }
}
