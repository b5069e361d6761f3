using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes the function that a kernel has: Elementwise.Sign, Elementwise.Square, Math.Sqrt (FOPT026, FOPT027).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteElementwise)), Shared]
public sealed class WriteElementwise : RuleRefactoring<InvocationExpressionSyntax>
{
    /// <inheritdoc/>
    protected override string? TitleFor(InvocationExpressionSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        Function(node) is { } function ? $"Write '{function}'" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(InvocationExpressionSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var arguments = SyntaxFactory.SingletonSeparatedList(node.ArgumentList.Arguments[0]);
        return node
            .WithExpression(SyntaxFactory.ParseExpression(Function(node)!).WithTriviaFrom(node.Expression))
            .WithArgumentList(node.ArgumentList.WithArguments(arguments));
    }

    private static string? Function(InvocationExpressionSyntax node)
    {
        var arguments = node.ArgumentList.Arguments;
        return (node.Expression.ToString(), arguments.Count) switch
        {
            ("Math.Sign", 1) => "Elementwise.Sign",
            ("Math.Pow", 2) when Number(arguments[1]) == 2 => "Elementwise.Square",
            ("Math.Pow", 2) when Number(arguments[1]) == 0.5 => "Math.Sqrt",
            _ => null,
        };
    }

    private static double? Number(ArgumentSyntax argument) => argument.Expression is LiteralExpressionSyntax literal
        ? literal.Token.Value switch { int integer => integer, double real => real, _ => null }
        : null;
}
