using System.Composition;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Writes the method that the attributes of a rule stand for, with the bits that they had.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(ExpandToMethod)), Shared]
public sealed class ExpandToMethod : RuleRefactoring<RecordDeclarationSyntax>
{
    private static readonly HashSet<string> Moments =
    [
        AttributeNames.FirstMoment, AttributeNames.SecondMoment, AttributeNames.BiasCorrection,
    ];

    /// <inheritdoc/>
    protected override string? TitleFor(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node == rule && Expansion(node, model) is not null ? "Expand to a method" : null;

    /// <inheritdoc/>
    protected override SyntaxNode Change(RecordDeclarationSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        // The generated part does not stand in the block of a namespace; a record of the user's may.
        var text = Expansion(node, model)!;
        var expansion = SyntaxFactory.ParseCompilationUnit(IsIndented(node) ? text.Replace("\n", "\n    ") : text)
            .DescendantNodes().OfType<RecordDeclarationSyntax>().First();
        var lists = node.AttributeLists
            .Select(list => list.RemoveNodes(
                list.Attributes.Where(attribute => IsMoment(attribute, model)), SyntaxRemoveOptions.KeepNoTrivia)!)
            .Where(static list => list.Attributes.Count > 0);
        return node
            .WithAttributeLists(SyntaxFactory.List(lists))
            .WithIdentifier(node.Identifier.WithTrailingTrivia())
            .WithParameterList(expansion.ParameterList)
            .WithSemicolonToken(default)
            .WithOpenBraceToken(expansion.OpenBraceToken)
            .WithMembers(SyntaxFactory.List(expansion.Members.Select(WithoutAttributes)))
            .WithCloseBraceToken(expansion.CloseBraceToken.WithTrailingTrivia(node.GetTrailingTrivia()));
    }

    // Those of generated code are not meant for the user's.
    private static MemberDeclarationSyntax WithoutAttributes(MemberDeclarationSyntax member) =>
        member.WithAttributeLists(default).WithLeadingTrivia(member.GetLeadingTrivia());

    private static string? Expansion(RecordDeclarationSyntax node, SemanticModel model)
    {
        if (node.ParameterList is not null || node.Members.Count > 0 || model.GetDeclaredSymbol(node) is not { } rule)
            return null;
        // The generated part is in the compilation: what counts is what the source declares.
        return MomentExpansion.Write(rule, hasMethod: false, hasParameters: false, new Refusals());
    }

    private static bool IsIndented(RecordDeclarationSyntax node) => node.Parent is NamespaceDeclarationSyntax;

    private static bool IsMoment(AttributeSyntax attribute, SemanticModel model) =>
        model.GetSymbolInfo(attribute).Symbol?.ContainingType.ToDisplayString() is { } name && Moments.Contains(name);
}
