using FusedOptim.Generator.Tests.Fuzzing.Interpretation;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>
/// Makes a rule that fails smaller as long as it fails in the same way: drops methods, statements, attributes and parameters,
/// and puts operands or constants in the place of expressions.
/// </summary>
/// <param name="calculate">What computes in the interpretation.</param>
internal sealed class RuleReducer(Func<TensorArithmetic, Calculator> calculate)
{
    private const int CandidatesOfACompilation = 8;
    private const int MostCompilations = 150;

    private int _compilations;

    /// <summary>The smallest version that was found, with how it fails.</summary>
    public Failure Reduce(Failure failure)
    {
        while (_compilations < MostCompilations && Smaller(failure) is { } smaller)
            failure = smaller;
        return failure;
    }

    private Failure? Smaller(Failure failure)
    {
        // The greatest cuts come first.
        var candidates = Candidates(failure.Rule.Source).Distinct().Where(source => source.Length < failure.Rule.Source.Length)
            .OrderBy(source => source.Length).ToList();
        foreach (var sources in candidates.Chunk(CandidatesOfACompilation))
        {
            if (_compilations++ == MostCompilations)
                return null;
            var batch = new RuleBatch(calculate);
            batch.Check([.. sources.Select((source, index) => (failure.Rule with { Source = source }).In($"Candidate{index}"))]);
            var smallest = batch.Report.Failures.Where(other => other.Kind == failure.Kind)
                .MinBy(other => other.Rule.Source.Length);
            if (smallest is not null)
                return smallest with { Rule = smallest.Rule.In(failure.Rule.Namespace) };
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string source)
    {
        var root = TestCompilation.Parse(source, "Rule.cs").GetRoot();
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case MethodDeclarationSyntax or PropertyDeclarationSyntax or FieldDeclarationSyntax or EnumDeclarationSyntax or ParameterSyntax:
                    yield return Without(root, node);
                    break;
                case AttributeSyntax { Parent: AttributeListSyntax { Attributes.Count: 1 } list }:
                    yield return Without(root, list);
                    break;
                case AttributeSyntax or ArgumentSyntax or AttributeArgumentSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ElseClauseSyntax:
                    yield return Without(root, node);
                    break;
                case StatementSyntax statement when node.Parent is BlockSyntax or SwitchSectionSyntax:
                    yield return Without(root, node);
                    foreach (var inner in statement.ChildNodes().SelectMany(Inner))
                        yield return With(root, statement, inner.ToString());
                    break;
                case ExpressionSyntax expression when node.Parent is not (TypeSyntax or NameColonSyntax):
                    foreach (var operand in Operands(expression))
                        yield return With(root, expression, operand.ToString());
                    yield return With(root, expression, "1.0");
                    yield return With(root, expression, "gradient");
                    break;
            }
        }
    }

    private static IEnumerable<StatementSyntax> Inner(SyntaxNode node) => node switch
    {
        BlockSyntax block => block.Statements,
        StatementSyntax statement => [statement],
        ElseClauseSyntax { Statement: var statement } => Inner(statement),
        SwitchSectionSyntax section => section.Statements.Where(statement => statement is not BreakStatementSyntax),
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax expression) => expression.DescendantNodes()
        .OfType<ExpressionSyntax>().Where(inner => inner is not TypeSyntax || inner is IdentifierNameSyntax)
        .Where(inner => inner.Ancestors().OfType<ExpressionSyntax>().First() == expression);

    private static string Without(SyntaxNode root, SyntaxNode node) =>
        root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!.ToFullString();

    private static string With(SyntaxNode root, SyntaxNode node, string text) =>
        string.Concat(root.ToFullString().AsSpan(0, node.SpanStart), text, root.ToFullString().AsSpan(node.Span.End));
}
