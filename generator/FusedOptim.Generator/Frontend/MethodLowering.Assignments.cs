using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

internal sealed partial class MethodLowering
{
    /// <summary>Binds a symbol to a value, except for elements that have already returned.</summary>
    private void Assign(ISymbol symbol, int value, IOperation site)
    {
        value = ConvertTo(TypeOf(symbol), value, site);
        if (RoundedStates.Contains(symbol))
            value = graph.Rounded(value);
        if (_values.TryGetValue(symbol, out var old) && HasReturned(symbol) is { } returned &&
            !(graph[returned].IsConstant && !graph[returned].Boolean))
        {
            value = graph.Select(returned, old, value);
        }
        else if (symbol is ILocalSymbol)
        {
            graph.Name(value, symbol.Name);
        }

        Bind(symbol, value);
    }

    /// <summary>
    /// The condition under which an assignment to the symbol must not happen: a method between the assignment and the
    /// symbol's owner has returned. The owner's own return ends the life of its locals, but not that of what it has by
    /// reference.
    /// </summary>
    private int? HasReturned(ISymbol symbol)
    {
        var owner = symbol is IParameterSymbol { RefKind: not RefKind.None }
            ? -1
            : _frames.FindIndex(frame => SymbolEqualityComparer.Default.Equals(frame.Method, symbol.ContainingSymbol));
        int? returned = null;
        for (var index = owner + 1; index < _frames.Count; index++)
        {
            returned = returned is { } condition
                ? graph.Binary(Op.Or, condition, _frames[index].Returned)
                : _frames[index].Returned;
        }

        return returned;
    }

    /// <summary>The symbol that an expression denotes as a place to write; null (and a refusal) where there is none.</summary>
    private ISymbol? Target(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Resolve(local.Local);
            case IParameterReferenceOperation parameter:
                return Resolve(parameter.Parameter);
            case IDeclarationExpressionOperation declaration:
                return Target(declaration.Expression);
            case IDiscardOperation:
                return null;
            case IParenthesizedOperation parenthesized:
                return Target(parenthesized.Operand);
            // To the compiler a hyperparameter is init-only, which says nothing to a reader who sees a settable property.
            case IInvalidOperation invalid when invalid.ChildOperations.OfType<IPropertyReferenceOperation>()
                .FirstOrDefault(property => hyperparameters.ContainsKey(property.Property)) is { } property:
                Refuse(Descriptors.NotAssignable, property, property.Property.Name, "");
                return null;
            case IInvalidOperation:
                refusals.LeaveToCompiler();
                return null;
            case IFieldReferenceOperation field:
                RefuseField(Descriptors.NotAssignable, field);
                return null;
            default:
                Refuse(Descriptors.NotAssignable, operation, operation.Syntax.ToString(), "");
                return null;
        }
    }

    /// <summary>To the compiler a hyperparameter is init-only, which says nothing to a reader who sees a settable property.</summary>
    private IPropertyReferenceOperation? WrittenHyperparameter(IOperation operation) =>
        operation.Descendants().OfType<IPropertyReferenceOperation>().FirstOrDefault(property =>
            hyperparameters.ContainsKey(property.Property) &&
            property.Syntax is ExpressionSyntax expression && PrepareBody.IsWritten(expression));

    private ISymbol Resolve(ISymbol symbol)
    {
        while (_aliases.TryGetValue(symbol, out var target))
            symbol = target;
        return symbol;
    }

    private int SimpleAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef)
        {
            return Refuse(
                Descriptors.UnsupportedExpression, assignment, "Reassigning a reference", "use another local");
        }

        var target = Target(assignment.Target);
        if (target is not null && Accumulators.TryGetValue(target, out var kind))
            return Enter(assignment, target, kind);
        var value = Expression(assignment.Value);
        if (target is not null)
            Assign(target, value, assignment.Value);
        return value;
    }

    /// <summary>largest = Math.Max(largest, x) or size = double.Hypot(size, x), the one way to write a maximum or a norm.</summary>
    private int Enter(ISimpleAssignmentOperation assignment, ISymbol target, ReductionKind kind)
    {
        if (assignment.Value is IInvocationOperation { Arguments: { Length: 2 } arguments } invocation && Enters(invocation.TargetMethod, kind))
        {
            var self = arguments.FirstOrDefault(argument => Reference(argument.Value) is { } symbol &&
                SymbolEqualityComparer.Default.Equals(Resolve(symbol), target));
            if (self is not null)
            {
                var value = Expression(arguments.First(argument => argument != self).Value);
                // The norm of 0 and a value is its absolute value; an element enters one.
                if (kind == ReductionKind.Norm && _values[target] != graph.Real(0))
                {
                    return Refuse(
                        Descriptors.AccumulatorUse, assignment, target.Name,
                        $"{target.Name} = double.Hypot({target.Name}, ...)', once for each element, with a value such as 'Math.Sqrt(a * a + b * b)");
                }

                var entered = kind == ReductionKind.Norm ? graph.Unary(Op.Abs, graph.ToReal(value)) : graph.Binary(Op.Max, _values[target], value);
                Assign(target, entered, assignment);
                return entered;
            }
        }

        return RefuseAccumulator(target, assignment);
    }

    private static bool Enters(IMethodSymbol method, ReductionKind kind) => kind switch
    {
        ReductionKind.Maximum => method.Name == "Max" && KnownMethods.IsMath(method.ContainingType.ToDisplayString()),
        ReductionKind.Norm => method is { Name: "Hypot", ContainingType.SpecialType: SpecialType.System_Double },
        _ => false,
    };

    private static ISymbol? Reference(IOperation operation) => operation switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        ILocalReferenceOperation local => local.Local,
        _ => null,
    };

    private int RefuseAccumulator(ISymbol symbol, IOperation site) => Refuse(
        Descriptors.AccumulatorUse, site, symbol.Name,
        Accumulators[symbol] switch
        {
            ReductionKind.Sum => $"{symbol.Name} += ...",
            ReductionKind.Maximum => $"{symbol.Name} = Math.Max({symbol.Name}, ...)",
            _ => $"{symbol.Name} = double.Hypot({symbol.Name}, ...)",
        });

    private int CompoundAssignment(ICompoundAssignmentOperation assignment)
    {
        if (assignment.OperatorMethod is not null || assignment.IsLifted || !CheckOperandType(assignment))
            return Placeholder(NodeType.Real);
        if (Target(assignment.Target) is not { } target)
            return Placeholder(NodeType.Real);
        if (Accumulators.TryGetValue(target, out var reduction) &&
            (reduction != ReductionKind.Sum || assignment.OperatorKind != BinaryOperatorKind.Add))
        {
            return RefuseAccumulator(target, assignment);
        }

        // C# reads the target before the right-hand side, which may write it.
        var old = _values.TryGetValue(target, out var bound) ? bound : Read(target, assignment.Target);
        var value = Arithmetic(
            assignment, assignment.OperatorKind, old, Expression(assignment.Value), assignment.IsChecked);
        // An int that takes a double is truncated back.
        if (assignment.Type?.SpecialType == SpecialType.System_Int32 && graph.TypeOf(value) == NodeType.Real)
            value = graph.ToInteger(value);
        Assign(target, value, assignment);
        return value;
    }

    private int Increment(IIncrementOrDecrementOperation operation)
    {
        if (operation.OperatorMethod is not null || operation.IsLifted || !CheckOperandType(operation))
            return Placeholder(NodeType.Real);
        if (Target(operation.Target) is not { } target)
            return Placeholder(NodeType.Real);
        var old = Read(target, operation.Target);
        var one = graph.TypeOf(old) == NodeType.Integer ? graph.Integer(1) : graph.Real(1);
        var kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var value = Arithmetic(operation, kind, old, one, operation.IsChecked);
        Assign(target, value, operation);
        return operation.IsPostfix ? old : value;
    }

    /// <summary>Deconstruction: all of the right-hand side is evaluated before anything is assigned.</summary>
    private int Deconstruction(IDeconstructionAssignmentOperation assignment)
    {
        var target = assignment.Target is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : assignment.Target;
        var value = assignment.Value is IConversionOperation { Operand: ITupleOperation inner } ? inner : assignment.Value;
        if (target is not ITupleOperation targets || value is not ITupleOperation values ||
            targets.Elements.Length != values.Elements.Length)
        {
            return Refuse(
                Descriptors.UnsupportedExpression, assignment, "This deconstruction",
                "write a tuple of as many values on each side, such as '(a, b) = (b, a)'");
        }

        var places = targets.Elements.Select(Target).ToList();
        var results = values.Elements.Select(Expression).ToList();
        for (var index = 0; index < places.Count; index++)
        {
            if (places[index] is { } place)
                Assign(place, results[index], values.Elements[index]);
        }

        return Placeholder(NodeType.Real);
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    };

    /// <summary>A value as a place of a type holds it: a tuple's int becomes a double, and an int must be uniform.</summary>
    private int ConvertTo(ITypeSymbol? type, int value, IOperation site)
    {
        switch (type?.SpecialType)
        {
            case SpecialType.System_Double:
                return graph.ToReal(value);
            case SpecialType.System_Int32 when graph.TypeOf(value) == NodeType.Varying:
                Refuse(Descriptors.VaryingInteger, site, $"'{Shorten(site.Syntax.ToString())}'");
                return graph.Integer(0);
            default:
                return value;
        }
    }

    private int Read(ISymbol symbol, IOperation operation)
    {
        if (Accumulators.ContainsKey(Resolve(symbol)))
            return RefuseAccumulator(Resolve(symbol), operation);
        // A number of elements is a number of the language once it is converted.
        if (symbol is IParameterSymbol { Type.SpecialType: SpecialType.System_Int64 } && _values.ContainsKey(symbol))
            return Refuse(Descriptors.UnsupportedType, operation, $"(double){symbol.Name}' is a number of the language; '{symbol.Name}", "long");
        // Refused where it is declared.
        if (!IsKnown(TypeOf(symbol)))
        {
            refusals.Cover(operation.Syntax.GetLocation());
            return Placeholder(NodeType.Real);
        }

        if (_values.TryGetValue(Resolve(symbol), out var value))
            return value;
        // Not definitely assigned: the compiler reports it.
        if (!refusals.Any)
            refusals.LeaveToCompiler();
        return Placeholder(operation.Type?.SpecialType == SpecialType.System_Int32 ? NodeType.Integer : NodeType.Real);
    }
}
