using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes a [Range] that has a name, such as [NonNegative], by its name.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(NameRange)), Shared]
public sealed class NameRange : RuleRefactoring<AttributeSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        NameOf(node, model) is { } name ? $"Write '[{name}]'" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        SyntaxFactory.Attribute(SyntaxFactory.ParseName($"global::FusedOptim.{NameOf(node, model)}")).WithTriviaFrom(node);

    /// <summary>The name of a range; null where it has none.</summary>
    private static string? NameOf(AttributeSyntax node, SemanticModel model)
    {
        if (!node.Name.ToString().EndsWith("Range", StringComparison.Ordinal) ||
            node.FirstAncestorOrSelf<ParameterSyntax>() is not { Type: PredefinedTypeSyntax type } ||
            node.ArgumentList?.Arguments is not { Count: >= 2 } arguments)
        {
            return null;
        }

        var isInteger = type.Keyword.IsKind(SyntaxKind.IntKeyword);
        var (minimum, maximum) = (Value(arguments[0]), Value(arguments[1]));
        // The arguments after the bounds, which have names.
        var options = string.Join(", ", arguments.Skip(2).Select(static argument => argument.NormalizeWhitespace().ToString()));
        return (minimum, maximum, options) switch
        {
            (0, double.MaxValue, "") when !isInteger => "NonNegative",
            (0, double.MaxValue, "MinimumIsExclusive = true") when !isInteger => "Positive",
            (0, 1, "MaximumIsExclusive = true") when !isInteger => "DecayRate",
            (0, int.MaxValue, "") when isInteger => "NonNegative",
            (1, int.MaxValue, "") when isInteger => "Positive",
            _ => null,
        };

        double? Value(AttributeArgumentSyntax argument) => model.GetConstantValue(argument.Expression).Value switch
        {
            double real => real,
            int integer => integer,
            _ => null,
        };
    }
}
