using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal sealed partial class MethodBinder
{
    private Evaluation Expression(ExpressionSyntax expression)
    {
        var model = ModelOf(expression);
        var type = model.GetTypeInfo(expression);
        var evaluation = model.GetConstantValue(expression) is { HasValue: true, Value: { } constant }
            ? Literal(constant)
            : Unconverted(expression);
        return type.Type?.SpecialType == SpecialType.System_Int32 && type.ConvertedType?.SpecialType == SpecialType.System_Double
            ? machine => Calculator.ToReal(evaluation(machine))
            : evaluation;
    }

    private static Evaluation Literal(object constant)
    {
        var value = constant switch
        {
            bool truth => Value.Truth(truth),
            int integer => Value.Constant(ValueKind.Integer, integer),
            double real => Value.Constant(ValueKind.Real, real),
            _ => throw new NotSupportedException($"A constant of {constant.GetType()}: {constant}"),
        };
        return _ => value;
    }

    private Evaluation Unconverted(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax { Expression: var inner }:
                return Expression(inner);
            case CheckedExpressionSyntax { Expression: var inner }:
                return Expression(inner);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return Name(expression);
            case CastExpressionSyntax cast:
                return Cast(cast);
            case PrefixUnaryExpressionSyntax unary when unary.IsKind(SyntaxKind.PreIncrementExpression) || unary.IsKind(SyntaxKind.PreDecrementExpression):
                return Increment(unary.Operand, unary.IsKind(SyntaxKind.PreIncrementExpression), isPostfix: false);
            case PostfixUnaryExpressionSyntax unary:
                return Increment(unary.Operand, unary.IsKind(SyntaxKind.PostIncrementExpression), isPostfix: true);
            case PrefixUnaryExpressionSyntax { Operand: var inner } unary:
                var operand = Expression(inner);
                return unary.Kind() switch
                {
                    SyntaxKind.UnaryPlusExpression => operand,
                    SyntaxKind.UnaryMinusExpression => machine => machine.Calculator.Unary(Operation.Negate, operand(machine)),
                    _ => machine =>
                    {
                        var truth = operand(machine);
                        machine.Calculator.Note("!", truth.Variance);
                        return Calculator.Not(truth);
                    },
                };
            case BinaryExpressionSyntax binary:
                return Binary(binary);
            case AssignmentExpressionSyntax assignment:
                return Assignment(assignment);
            case ConditionalExpressionSyntax conditional:
                var (condition, whenTrue, whenFalse) =
                    (Expression(conditional.Condition), Expression(conditional.WhenTrue), Expression(conditional.WhenFalse));
                return machine =>
                {
                    var truth = condition(machine);
                    machine.Calculator.Note("?:", truth.Variance);
                    return machine.Branch(truth, whenTrue, whenFalse);
                };
            case IsPatternExpressionSyntax isPattern:
                var (value, pattern) = (Expression(isPattern.Expression), Pattern(isPattern.Pattern));
                return machine =>
                {
                    var tested = value(machine);
                    machine.Calculator.Note("is", tested.Variance);
                    return pattern(machine, tested);
                };
            case SwitchExpressionSyntax choice:
                return SwitchExpression(choice);
            case InvocationExpressionSyntax invocation:
                return Invocation(invocation);
            default:
                throw Unknown(expression);
        }
    }

    private Evaluation Name(ExpressionSyntax expression)
    {
        switch (SymbolOf(expression))
        {
            case ILocalSymbol or IParameterSymbol:
                var place = Place(expression);
                return machine => machine.Places[place];
            case IPropertySymbol { Name: var name } property:
                if (property.DeclaringSyntaxReferences[0].GetSyntax() is ParameterSyntax)
                {
                    var type = $"{property.Type.TypeKind} {property.Type.SpecialType} hyperparameter";
                    return machine =>
                    {
                        machine.Calculator.Note(type, Variance.Uniform);
                        return machine.Hyperparameters[name];
                    };
                }

                var (body, result) = Body(property);
                return machine =>
                {
                    body(machine);
                    return machine.Places[result];
                };
            case IFieldSymbol { IsStatic: true } field:
                var initializer = Expression(((VariableDeclaratorSyntax)field.DeclaringSyntaxReferences[0].GetSyntax()).Initializer!.Value);
                return machine => initializer(machine) with
                {
                    Variance = Variance.Uniform,
                    Identity = Value.IdentityOf(field.Name),
                };
            default:
                throw Unknown(expression);
        }
    }

    private Evaluation Cast(CastExpressionSyntax cast)
    {
        var operand = Expression(cast.Expression);
        return ModelOf(cast).GetTypeInfo(cast).Type!.SpecialType switch
        {
            SpecialType.System_Double => machine => Calculator.ToReal(operand(machine)),
            SpecialType.System_Int32 => machine => ToInteger(operand(machine)),
            _ => throw Unknown(cast),
        };
    }

    private static Value ToInteger(Value x) => x.Kind == ValueKind.Integer ? x : x with
    {
        Kind = ValueKind.Integer,
        Number = (int)x.Number,
        Bound = x.Bound == 0 || (int)(x.Number - x.Bound) == (int)(x.Number + x.Bound) ? 0 : double.PositiveInfinity,
        Identity = HashCode.Combine("int", x.Identity),
    };

    private Evaluation Binary(BinaryExpressionSyntax binary)
    {
        var (left, right) = (Expression(binary.Left), Expression(binary.Right));
        // The right-hand side is evaluated only where the left-hand side leaves the question open.
        if (binary.IsKind(SyntaxKind.LogicalAndExpression))
            return Noted("&&", left, (machine, x) => machine.Branch(x, right, static _ => Value.Truth(false)));
        if (binary.IsKind(SyntaxKind.LogicalOrExpression))
            return Noted("||", left, (machine, x) => machine.Branch(x, static _ => Value.Truth(true), right));
        // 'x is A.B' is parsed as if A.B were a type.
        if (binary.IsKind(SyntaxKind.IsExpression))
            return machine => Matches(machine, left(machine), right(machine));
        var apply = Operator(binary.OperatorToken.Kind());
        return machine =>
        {
            var x = left(machine);
            return apply(machine, x, right(machine));
        };
    }

    private static Evaluation Noted(string what, Evaluation left, Func<Machine, Value, Value> rest) => machine =>
    {
        var x = left(machine);
        machine.Calculator.Note(what, x.Variance);
        return rest(machine, x);
    };

    private static Func<Machine, Value, Value, Value> Operator(SyntaxKind token)
    {
        switch (token)
        {
            case SyntaxKind.PlusToken or SyntaxKind.MinusToken or SyntaxKind.AsteriskToken or SyntaxKind.SlashToken or SyntaxKind.PercentToken:
                var operation = token switch
                {
                    SyntaxKind.PlusToken => Operation.Add,
                    SyntaxKind.MinusToken => Operation.Subtract,
                    SyntaxKind.AsteriskToken => Operation.Multiply,
                    SyntaxKind.SlashToken => Operation.Divide,
                    _ => Operation.Remainder,
                };
                return (machine, x, y) => machine.Calculator.Binary(operation, x, y);
            case SyntaxKind.AmpersandToken or SyntaxKind.BarToken or SyntaxKind.CaretToken:
                var symbol = SyntaxFacts.GetText(token)[0];
                return (machine, x, y) =>
                {
                    var result = machine.Calculator.Logic(symbol, x, y);
                    machine.Calculator.Note(symbol, result.Variance);
                    return result;
                };
            case SyntaxKind.LessThanLessThanToken or SyntaxKind.GreaterThanGreaterThanToken or SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
                return (machine, x, y) =>
                {
                    machine.Calculator.Note(SyntaxFacts.GetText(token), Variance.Uniform);
                    return Calculator.Uniform(ValueKind.Integer, token, x, y, token switch
                    {
                        SyntaxKind.LessThanLessThanToken => x.Integer << y.Integer,
                        SyntaxKind.GreaterThanGreaterThanToken => x.Integer >> y.Integer,
                        _ => x.Integer >>> y.Integer,
                    });
                };
            default:
                var comparison = ComparisonOf(token);
                return (machine, x, y) => (comparison, x.Kind) switch
                {
                    (Comparison.Equal, ValueKind.Truth) => Calculator.Not(machine.Calculator.Logic('^', x, y)),
                    (_, ValueKind.Truth) => machine.Calculator.Logic('^', x, y),
                    _ => machine.Calculator.Compare(comparison, x, y),
                };
        }
    }

    private static Comparison ComparisonOf(SyntaxKind token) => token switch
    {
        SyntaxKind.LessThanToken => Comparison.Less,
        SyntaxKind.LessThanEqualsToken => Comparison.LessOrEqual,
        SyntaxKind.GreaterThanToken => Comparison.Greater,
        SyntaxKind.GreaterThanEqualsToken => Comparison.GreaterOrEqual,
        SyntaxKind.EqualsEqualsToken => Comparison.Equal,
        SyntaxKind.ExclamationEqualsToken => Comparison.NotEqual,
        _ => throw new NotSupportedException($"{token} is unknown here."),
    };
}
