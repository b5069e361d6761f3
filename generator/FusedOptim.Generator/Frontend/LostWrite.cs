using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

/// <summary>Finds parameter -= x where the parameter was taken by value: the copy is gone after the method.</summary>
internal static class LostWrite
{
    /// <summary>Warns of the last use of each copy if it is an assignment, which nothing reads.</summary>
    /// <remarks>A method that has come this far has no loops and no functions inside it, so that what is read later stands later.</remarks>
    public static void Check(MethodReader method, Compilation compilation, Refusals refusals, CancellationToken cancellationToken)
    {
        if (method.Symbol.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference ||
            !compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return;
        }

        var body = compilation.GetSemanticModel(reference.SyntaxTree)
            .GetOperation(reference.GetSyntax(cancellationToken), cancellationToken);
        // A local that is a reference can read what it refers to later.
        if (body is null || body.Descendants().Any(static part => part is IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None }))
            return;
        var uses = body.Descendants().OfType<IParameterReferenceOperation>().ToList();
        foreach (var parameter in method.Symbol.Parameters.Where(static parameter => parameter.RefKind == RefKind.None))
        {
            var last = uses.Where(use => SymbolEqualityComparer.Default.Equals(use.Parameter, parameter))
                .OrderBy(static use => use.Syntax.SpanStart).LastOrDefault();
            if (last is not null && Write(last, parameter) is { } write)
            {
                refusals.Warn(
                    Descriptors.LostWrite, write.Syntax.GetLocation(), parameter.Name, method.Symbol.Name, Instead(method.Form, parameter.Name));
            }
        }
    }

    /// <summary>The statement that writes the parameter and contains its last use; null where there is none.</summary>
    private static IOperation? Write(IOperation use, IParameterSymbol parameter)
    {
        for (var operation = use; operation is not null; operation = operation.Parent)
        {
            if (operation.Parent is IExpressionStatementOperation)
                return IsOf(parameter, TargetOf(operation)) ? operation : null;
        }

        return null;
    }

    private static IOperation? TargetOf(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target,
        ICompoundAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation increment => increment.Target,
        _ => null,
    };

    private static bool IsOf(IParameterSymbol parameter, IOperation? target) =>
        target is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);

    private static string Instead(MethodForm form, string name) => (form, name) switch
    {
        (MethodForm.Direction, "parameter") => "return the step from 'Direction', or write 'void Update(ref double parameter, ...)'",
        (MethodForm.Evaluate, _) => "return the weight to evaluate with",
        (_, "parameter") => "write the parameter in 'void Update(ref double parameter, ...)'",
        _ => "remove the assignment, or use what it computes",
    };
}
