using FusedOptim.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Refuses what Prepare and methods over matrices, and the methods of the rule that they call, must not do: assign a hyperparameter, which belongs to the group. The
/// rest may be any C#.
/// </summary>
internal sealed class PrepareBody(
    Compilation compilation, INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals,
    CancellationToken cancellationToken)
{
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);

    /// <summary>Looks into a method, or into the getter of a property.</summary>
    public void Check(ISymbol member)
    {
        if (!_seen.Add(member))
            return;
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree))
                continue;
            var model = compilation.GetSemanticModel(reference.SyntaxTree);
            var syntax = reference.GetSyntax(cancellationToken);
            // Binding takes long: only names that can be written or looked into, and only quotients.
            foreach (var name in syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                if (hyperparameters.Contains(name.Identifier.ValueText) ? IsWritten(name) : rule.GetMembers(name.Identifier.ValueText).Length > 0)
                    CheckName(name, model);
            }

            if (syntax.DescendantNodes().Any(static node => node.IsKind(SyntaxKind.DivideExpression)) &&
                model.GetOperation(syntax, cancellationToken) is { } body)
            {
                foreach (var conversion in body.Descendants().OfType<IConversionOperation>())
                    WholeQuotient.Check(conversion, refusals);
            }
        }
    }

    private void CheckName(IdentifierNameSyntax name, SemanticModel model)
    {
        var info = model.GetSymbolInfo(name, cancellationToken);
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        // What a modifier adds is no member of the record yet.
        var isHyperparameter = symbol is null
            ? hyperparameters.Models.Any(model => !model.IsPositional && model.Name == name.Identifier.ValueText)
            : hyperparameters.Properties.ContainsKey(symbol);
        if (isHyperparameter && IsWritten(name))
            refusals.Add(Descriptors.NotAssignable, name.GetLocation(), name.Identifier.ValueText, "; 'Prepare' writes its scalars and what it hands out, a method over matrices its matrices");
        if (symbol is IMethodSymbol or IPropertySymbol && !isHyperparameter &&
            SymbolEqualityComparer.Default.Equals(symbol.ContainingType, rule))
        {
            Check(symbol switch
            {
                IMethodSymbol method => method.Implementation(),
                IPropertySymbol { PartialImplementationPart: { } body } => body,
                _ => symbol,
            });
        }
    }

    /// <summary>Whether an expression is a place that is assigned; what 'with' and initializers set belongs to a new object.</summary>
    public static bool IsWritten(ExpressionSyntax expression) => expression.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == expression => IsWritten(access),
        ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } =>
            IsWritten((ExpressionSyntax)expression.Parent),
        AssignmentExpressionSyntax assignment => assignment.Left == expression && assignment.Parent is not InitializerExpressionSyntax,
        PrefixUnaryExpressionSyntax prefix => prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression,
        PostfixUnaryExpressionSyntax => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => IsWritten(tuple),
        ArgumentSyntax argument => argument.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword,
        _ => false,
    };
}
