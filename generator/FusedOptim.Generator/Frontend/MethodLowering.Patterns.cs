using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

internal sealed partial class MethodLowering
{
    /// <summary>Whether a value matches a pattern.</summary>
    private int Pattern(IPatternOperation pattern, int value)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                return Matches(value, Expression(constant.Value));
            case IRelationalPatternOperation relational:
                return Arithmetic(pattern, relational.OperatorKind, value, Expression(relational.Value), isChecked: false);
            case INegatedPatternOperation negated:
                return graph.Unary(Op.Not, Pattern(negated.Pattern, value));
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                return graph.Binary(Op.And, Pattern(both.LeftPattern, value), Pattern(both.RightPattern, value));
            case IBinaryPatternOperation either:
                return graph.Binary(Op.Or, Pattern(either.LeftPattern, value), Pattern(either.RightPattern, value));
            case IDiscardPatternOperation:
                return graph.Boolean(true);
            case IDeclarationPatternOperation { MatchesNull: true, DeclaredSymbol: { } symbol }:
                Assign(symbol, value, pattern);
                return graph.Boolean(true);
            default:
                Refuse(Descriptors.Pattern, pattern, $"'{pattern.Syntax}' is a pattern that a rule cannot have");
                return graph.Boolean(false);
        }
    }

    /// <summary>A constant pattern: like ==, but NaN matches NaN.</summary>
    private int Matches(int value, int constant)
    {
        if (graph.TypeOf(value) is NodeType.Boolean or NodeType.Mask)
            return graph.Unary(Op.Not, graph.Binary(Op.Xor, value, constant));
        return graph[constant] is { Type: NodeType.Real, IsConstant: true } node && double.IsNaN(node.Real)
            ? graph.Binary(Op.NotEqual, value, value)
            : graph.Binary(Op.Equal, value, constant);
    }

    private int SwitchExpression(ISwitchExpressionOperation expression)
    {
        if (!CheckOperandType(expression))
            return Placeholder(NodeType.Real);
        var value = Expression(expression.Value);
        return SwitchArm(expression, value, 0);
    }

    private int SwitchArm(ISwitchExpressionOperation expression, int value, int index)
    {
        if (index == expression.Arms.Length)
            return Refuse(Descriptors.Pattern, expression, "This switch does not end with '_', and would throw where nothing matches");
        var arm = expression.Arms[index];
        var matches = Pattern(arm.Pattern, value);
        if (arm.Guard is { } guard)
            matches = Branch(matches, arm, () => Truth(guard), () => graph.Boolean(false));
        return Branch(
            matches, arm, () => Expression(arm.Value), () => SwitchArm(expression, value, index + 1));
    }
}
