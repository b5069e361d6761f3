using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.CodeFixes;

/// <summary>Adds the namespace of [Range] (FOPT041).</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(AddDataAnnotations)), Shared]
public sealed class AddDataAnnotations : RuleRefactoring<AttributeSyntax>
{
    private const string Namespace = "System.ComponentModel.DataAnnotations";

    /// <inheritdoc/>
    protected override string? TitleFor(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model) =>
        node.Name.ToString() == "Range" && model.GetTypeInfo(node).Type?.ToDisplayString() != Namespace + ".RangeAttribute"
            ? $"Add 'using {Namespace};'"
            : null;

    /// <inheritdoc/>
    protected override SyntaxNode ScopeOf(AttributeSyntax node) => node.SyntaxTree.GetRoot();

    /// <inheritdoc/>
    protected override SyntaxNode Change(AttributeSyntax node, TypeDeclarationSyntax rule, SemanticModel model)
    {
        var unit = (CompilationUnitSyntax)node.SyntaxTree.GetRoot();
        var directive = SyntaxFactory.ParseCompilationUnit($"using {Namespace};\n").Usings[0];
        return unit.WithUsings(unit.Usings.Insert(0, directive));
    }
}
