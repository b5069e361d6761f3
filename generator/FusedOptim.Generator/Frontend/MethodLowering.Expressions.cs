using System.Runtime.CompilerServices;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

internal sealed partial class MethodLowering
{
    private int Expression(IOperation operation)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_operations > MaximumOperations)
        {
            if (_operations == MaximumOperations + 1)
            {
                refusals.Add(
                    Descriptors.TooLarge, _frames[0].Method.Locations[0], rule.Name, $"{MaximumOperations} operations");
            }

            return Placeholder(NodeType.Real);
        }

        // The constant of a converted float has lost its last bits already.
        if (operation is IConversionOperation { Operand: { Type.SpecialType: SpecialType.System_Single } single } &&
            !refusals.Covers(single.Syntax.GetLocation()) && !single.DescendantsAndSelf().Any(IsDeclaredInSinglePrecision))
        {
            return Refuse(Descriptors.SinglePrecision, single, single.Syntax.ToString());
        }

        if (operation is IConversionOperation converted)
            WholeQuotient.Check(converted, refusals);
        // Constants come before the kind of node: 'const' locals, nameof, double.Epsilon and 1 / 3.0 are all constants.
        if (operation.ConstantValue is { HasValue: true } constant)
            return Constant(operation, constant.Value);
        return operation switch
        {
            IParenthesizedOperation parenthesized => Expression(parenthesized.Operand),
            ILocalReferenceOperation local => Read(local.Local, operation),
            IParameterReferenceOperation parameter => Read(parameter.Parameter, operation),
            IPropertyReferenceOperation property => Property(property),
            IFieldReferenceOperation field => Field(field),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IConversionOperation conversion => Conversion(conversion),
            IConditionalOperation conditional => Conditional(conditional),
            IInvocationOperation invocation => Invocation(invocation),
            ISimpleAssignmentOperation assignment => SimpleAssignment(assignment),
            ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IInvalidOperation
                when WrittenHyperparameter(operation) is { } written =>
                Refuse(Descriptors.NotAssignable, written, written.Property.Name, ""),
            ICompoundAssignmentOperation assignment => CompoundAssignment(assignment),
            IIncrementOrDecrementOperation increment => Increment(increment),
            IDeconstructionAssignmentOperation deconstruction => Deconstruction(deconstruction),
            IIsPatternOperation isPattern => Pattern(isPattern.Pattern, Expression(isPattern.Value)),
            ISwitchExpressionOperation switchExpression => SwitchExpression(switchExpression),
            IDefaultValueOperation when CheckOperandType(operation) => Placeholder(
                operation.Type!.SpecialType switch
                {
                    SpecialType.System_Int32 => NodeType.Integer,
                    SpecialType.System_Boolean => NodeType.Boolean,
                    _ => NodeType.Real,
                }),
            IInvalidOperation => LeaveToCompiler(),
            _ => RefuseExpression(operation),
        };
    }

    private int Truth(IOperation operation)
    {
        var value = Expression(operation);
        return graph.TypeOf(value) is NodeType.Boolean or NodeType.Mask ? value : graph.Boolean(false);
    }

    private int LeaveToCompiler()
    {
        refusals.LeaveToCompiler();
        return Placeholder(NodeType.Real);
    }

    private int Constant(IOperation operation, object? value) => value switch
    {
        double real => graph.Real(real),
        int integer => graph.Integer(integer),
        bool truth => graph.Boolean(truth),
        _ when HasTypeOfOther(operation) => Placeholder(NodeType.Real),
        float => Refuse(Descriptors.SinglePrecision, operation, operation.Syntax.ToString()),
        _ => Refuse(
            Descriptors.UnsupportedType, operation, operation.Syntax.ToString(), operation.Type?.ToDisplayString() ?? "null"),
    };

    /// <summary>Whether an expression has a type of the language; refuses it where it has not.</summary>
    private bool CheckOperandType(IOperation operation) =>
        operation.Type is { } type && CheckType(type, operation.Syntax.ToString(), operation.Syntax.GetLocation());

    private bool CheckType(ITypeSymbol type, string name, Location location)
    {
        // What is made of something refused is not refused again.
        if (!IsKnown(type) && refusals.Covers(location))
            return false;
        switch (type.SpecialType)
        {
            case SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean:
                return true;
            case SpecialType.None when HyperparameterReader.IsEnumeration(type):
                return true;
            case SpecialType.System_Single:
                refusals.Add(Descriptors.SinglePrecision, location, name);
                return false;
            default:
                if (type.TypeKind == TypeKind.Error)
                    refusals.LeaveToCompiler();
                else
                    refusals.Add(
                        Descriptors.UnsupportedType, location, name,
                        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString());
                return false;
        }
    }

    /// <summary>Whether an expression names something that is refused where it is declared.</summary>
    private static bool IsDeclaredInSinglePrecision(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IPropertyReferenceOperation &&
        operation.Type?.SpecialType == SpecialType.System_Single;

    private static bool IsKnown(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean ||
        HyperparameterReader.IsEnumeration(type);

    private int Unary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is not null || unary.IsLifted)
            return RefuseExpression(unary);
        var operand = Expression(unary.Operand);
        if (!CheckOperandType(unary))
            return operand;
        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Plus:
                return operand;
            case UnaryOperatorKind.Minus:
                if (unary.IsChecked && graph.TypeOf(operand) == NodeType.Integer)
                    return Refuse(Descriptors.CheckedArithmetic, unary);
                return graph.Unary(Op.Negate, operand);
            case UnaryOperatorKind.Not or UnaryOperatorKind.BitwiseNegation when graph.TypeOf(operand) == NodeType.Varying:
                return Refuse(Descriptors.VaryingInteger, unary.Operand, $"'{unary.Operand.Syntax}'");
            case UnaryOperatorKind.Not or UnaryOperatorKind.BitwiseNegation:
                return graph.Unary(Op.Not, operand);
            default:
                return RefuseExpression(unary);
        }
    }

    private int Binary(IBinaryOperation binary)
    {
        if (binary.OperatorMethod is not null || binary.IsLifted)
            return RefuseExpression(binary);
        var left = Expression(binary.LeftOperand);
        switch (binary.OperatorKind)
        {
            // The right-hand side is evaluated only where the left-hand side leaves the question open.
            case BinaryOperatorKind.ConditionalAnd:
                return Branch(left, binary, () => Truth(binary.RightOperand), () => graph.Boolean(false));
            case BinaryOperatorKind.ConditionalOr:
                return Branch(left, binary, () => graph.Boolean(true), () => Truth(binary.RightOperand));
            default:
                var right = Expression(binary.RightOperand);
                return CheckOperand(binary.LeftOperand) && CheckOperand(binary.RightOperand)
                    ? Arithmetic(binary, binary.OperatorKind, left, right, binary.IsChecked)
                    : Placeholder(NodeType.Real);
        }
    }

    private bool CheckOperand(IOperation operand) => !HasTypeOfOther(operand) && CheckOperandType(operand);

    /// <summary>Whether a number has a type that the language does not have because the other operand has it, which is refused itself.</summary>
    private static bool HasTypeOfOther(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, ConstantValue.HasValue: true, Parent: IBinaryOperation, Operand: var number } &&
        IsKnown(number.Type) && !IsKnown(operation.Type);

    private int Arithmetic(IOperation operation, BinaryOperatorKind kind, int left, int right, bool isChecked)
    {
        var areIntegers = graph.TypeOf(left) == NodeType.Integer && graph.TypeOf(right) == NodeType.Integer;
        var areTruths = graph.TypeOf(left) is NodeType.Boolean or NodeType.Mask;
        if (isChecked && areIntegers &&
            kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply)
        {
            return Refuse(Descriptors.CheckedArithmetic, operation);
        }

        // An int made of a varying condition is only a value to compare or to convert.
        if (operation.Type?.SpecialType == SpecialType.System_Int32 && (!graph.IsUniform(left) || !graph.IsUniform(right)))
            return Refuse(Descriptors.VaryingInteger, operation, $"'{Shorten(operation.Syntax.ToString())}'");

        Op? op = kind switch
        {
            BinaryOperatorKind.Add => Op.Add,
            BinaryOperatorKind.Subtract => Op.Subtract,
            BinaryOperatorKind.Multiply => Op.Multiply,
            BinaryOperatorKind.Divide => Op.Divide,
            BinaryOperatorKind.Remainder => Op.Remainder,
            BinaryOperatorKind.LessThan => Op.Less,
            BinaryOperatorKind.LessThanOrEqual => Op.LessOrEqual,
            BinaryOperatorKind.GreaterThan => Op.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => Op.GreaterOrEqual,
            BinaryOperatorKind.Equals => Op.Equal,
            BinaryOperatorKind.NotEquals => Op.NotEqual,
            BinaryOperatorKind.And => Op.And,
            BinaryOperatorKind.Or => Op.Or,
            BinaryOperatorKind.ExclusiveOr => Op.Xor,
            BinaryOperatorKind.LeftShift => Op.ShiftLeft,
            BinaryOperatorKind.RightShift => Op.ShiftRight,
            BinaryOperatorKind.UnsignedRightShift => Op.UnsignedShiftRight,
            _ => null,
        };
        switch (op)
        {
            case null:
                return RefuseExpression(operation);
            case Op.Divide or Op.Remainder when areIntegers && graph[right] is { IsConstant: true, Integer: 0 }:
                return Refuse(
                    Descriptors.UnsupportedExpression, operation, "A division of ints by zero", "divide by something else");
            case Op.Divide or Op.Remainder when areIntegers:
                return graph.IntegerDivision(op.Value, left, right, GuardHere());
            case Op.Remainder when !graph.IsUniform(left) || !graph.IsUniform(right):
                return Refuse(
                    Descriptors.VaryingFunction, operation, "%", "; write 'x - y * Math.Truncate(x / y)' if its rounding will do");
            // For truth values equality is the complement of exclusive or.
            case Op.Equal when areTruths:
                return graph.Unary(Op.Not, graph.Binary(Op.Xor, left, right));
            case Op.NotEqual when areTruths:
                return graph.Binary(Op.Xor, left, right);
            default:
                return graph.Binary(op.Value, left, right);
        }
    }

    private int Conversion(IConversionOperation conversion)
    {
        if (conversion.OperatorMethod is not null || !CheckOperandType(conversion))
            return conversion.OperatorMethod is null ? Placeholder(NodeType.Real) : RefuseExpression(conversion);
        // A number of elements, which the method takes as the integer that it is.
        if (conversion is { Type.SpecialType: SpecialType.System_Double, Operand: IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Int64 } whole } &&
            SymbolEqualityComparer.Default.Equals(whole.Parameter.ContainingSymbol, _frames[0].Method))
        {
            return graph.ToReal(_values[whole.Parameter]);
        }

        var operand = Expression(conversion.Operand);
        if (conversion.Operand.Type is not null && !CheckOperandType(conversion.Operand))
            return Placeholder(NodeType.Real);
        switch (conversion.Type!.SpecialType)
        {
            case SpecialType.System_Double:
                return graph.ToReal(operand);
            case SpecialType.System_Int32 when graph.TypeOf(operand) != NodeType.Integer:
                if (conversion.IsChecked)
                    return Refuse(Descriptors.CheckedArithmetic, conversion);
                return ToInteger(operand, conversion);
            default:
                return operand;
        }
    }

    private int ToInteger(int value, IOperation site)
    {
        if (graph.TypeOf(value) == NodeType.Real)
            return graph.ToInteger(value);
        Refuse(Descriptors.VaryingInteger, site, $"'{site.Syntax}'");
        return graph.Integer(0);
    }

    private int Conditional(IConditionalOperation conditional)
    {
        if (conditional.IsRef || conditional.WhenFalse is not { } whenFalse)
        {
            return Refuse(
                Descriptors.UnsupportedExpression, conditional, "A conditional reference", "select values instead: 'c ? x : y'");
        }

        return Branch(
            Truth(conditional.Condition), conditional, () => Expression(conditional.WhenTrue), () => Expression(whenFalse));
    }

    private int RefuseExpression(IOperation operation)
    {
        if (operation.Type is { TypeKind: TypeKind.Error })
            return LeaveToCompiler();
        var (what, instead) = operation switch
        {
            IObjectCreationOperation or IArrayCreationOperation =>
                ("Creating an object", "a rule computes with double, int and bool"),
            IAnonymousFunctionOperation or IDelegateCreationOperation => ("A lambda", "call a private static method"),
            ITupleOperation => ("A tuple", "write the values one by one; '(a, b) = (x, y)' is allowed"),
            IThrowOperation => ("'throw'", "a kernel must not stop in the middle of a step: check hyperparameters with [Range]"),
            IInstanceReferenceOperation => ("'this'", "use the hyperparameters by their names"),
            IArrayElementReferenceOperation => ("An array element", "declare a state for memory of its own"),
            IAwaitOperation => ("'await'", "a rule computes with numbers alone"),
            _ => ($"'{Shorten(operation.Syntax.ToString())}'",
                "a rule computes with double, int and bool: arithmetic, comparisons, conditions and functions of System.Math"),
        };
        return Refuse(Descriptors.UnsupportedExpression, operation, what, instead);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";
}
