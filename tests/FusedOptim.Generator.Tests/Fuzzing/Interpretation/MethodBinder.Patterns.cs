using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal sealed partial class MethodBinder
{
    private Func<Machine, Value, Value> Pattern(PatternSyntax pattern)
    {
        switch (pattern)
        {
            case ConstantPatternSyntax { Expression: var constant }:
                var expected = Expression(constant);
                return (machine, value) => Matches(machine, value, expected(machine));
            case RelationalPatternSyntax { OperatorToken: var token, Expression: var bound }:
                var limit = Expression(bound);
                var comparison = ComparisonOf(token.Kind());
                return (machine, value) => machine.Calculator.Compare(comparison, value, limit(machine));
            case UnaryPatternSyntax { Pattern: var inner }:
                var negated = Pattern(inner);
                return (machine, value) => Calculator.Not(negated(machine, value));
            case BinaryPatternSyntax { Left: var left, Right: var right } both:
                var (first, second) = (Pattern(left), Pattern(right));
                var operation = both.IsKind(SyntaxKind.AndPattern) ? '&' : '|';
                return (machine, value) => machine.Calculator.Logic(operation, first(machine, value), second(machine, value));
            case ParenthesizedPatternSyntax { Pattern: var inside }:
                return Pattern(inside);
            case DiscardPatternSyntax:
                return static (_, _) => Value.Truth(true);
            case VarPatternSyntax { Designation: SingleVariableDesignationSyntax designation }:
                var place = NewLocal(ModelOf(designation).GetDeclaredSymbol(designation)!);
                return (machine, value) =>
                {
                    machine.Places[place] = value;
                    return Value.Truth(true);
                };
            default:
                throw Unknown(pattern);
        }
    }

    /// <summary>A constant pattern: equality, but NaN matches NaN.</summary>
    private static Value Matches(Machine machine, Value value, Value constant) =>
        value.Kind == ValueKind.Truth ? Calculator.Not(machine.Calculator.Logic('^', value, constant)) :
        double.IsNaN(constant.Number) ? machine.Calculator.Compare(Comparison.NotEqual, value, value) :
        machine.Calculator.Compare(Comparison.Equal, value, constant);

    private static Func<Machine, Value, Value> Guarded(Func<Machine, Value, Value> pattern, Evaluation guard) =>
        (machine, value) => machine.Branch(pattern(machine, value), guard, static _ => Value.Truth(false));

    private Evaluation SwitchExpression(SwitchExpressionSyntax expression)
    {
        var value = Expression(expression.GoverningExpression);
        var arms = expression.Arms.Select(arm =>
        {
            var pattern = Pattern(arm.Pattern);
            return (arm.WhenClause is { } when ? Guarded(pattern, Expression(when.Condition)) : pattern, Expression(arm.Expression));
        }).ToArray();
        return machine =>
        {
            var operand = value(machine);
            machine.Calculator.Note("switch expression", operand.Variance);
            return Arm(machine, operand, 0);
        };

        Value Arm(Machine machine, Value operand, int index)
        {
            var (pattern, result) = arms[index];
            return index == arms.Length - 1
                ? result(machine)
                : machine.Branch(pattern(machine, operand), result, inner => Arm(inner, operand, index + 1));
        }
    }
}
