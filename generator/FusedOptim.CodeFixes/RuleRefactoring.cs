using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace FusedOptim.CodeFixes;

/// <summary>
/// What an editor offers inside a rule. A refactoring rather than a code fix: editors ask for code fixes of analyzers'
/// diagnostics only, and the refusals of rules come from the generator.
/// </summary>
/// <typeparam name="TNode">The syntax that it changes, at the cursor or around it.</typeparam>
public abstract class RuleRefactoring<TNode> : CodeRefactoringProvider
    where TNode : SyntaxNode
{
    /// <inheritdoc/>
    public sealed override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var node = root?.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>();
        if (root is null || node is null || RuleAround(node) is not { } rule)
            return;
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || TitleFor(node, rule, model) is not { } title)
            return;
        context.RegisterRefactoring(CodeAction.Create(
            title,
            _ => Task.FromResult(context.Document.WithSyntaxRoot(
                root.ReplaceNode(ScopeOf(node), Change(node, rule, model).WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation)))),
            equivalenceKey: GetType().Name));
    }

    /// <summary>What the editor shows; null where there is nothing to change.</summary>
    protected abstract string? TitleFor(TNode node, TypeDeclarationSyntax rule, SemanticModel model);

    /// <summary>What is replaced: the node, or what is around it.</summary>
    protected virtual SyntaxNode ScopeOf(TNode node) => node;

    /// <summary>The replaced node as it shall be.</summary>
    protected abstract SyntaxNode Change(TNode node, TypeDeclarationSyntax rule, SemanticModel model);

    private static TypeDeclarationSyntax? RuleAround(SyntaxNode node) => node.AncestorsAndSelf()
        .OfType<TypeDeclarationSyntax>()
        .FirstOrDefault(static type => type.AttributeLists.SelectMany(static list => list.Attributes).Any(IsUpdateRule));

    private static bool IsUpdateRule(AttributeSyntax attribute)
    {
        var name = attribute.Name is QualifiedNameSyntax qualified ? qualified.Right.Identifier.Text : attribute.Name.ToString();
        return name is "UpdateRule" or "UpdateRuleAttribute";
    }
}
