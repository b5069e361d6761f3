using FusedOptim.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

/// <summary>Finds 1 / (1 + step) where a double is wanted: C# divides ints, and the quotient is 0.</summary>
internal static class WholeQuotient
{
    /// <summary>Warns of a quotient of ints that becomes a double without a word.</summary>
    public static void Check(IConversionOperation conversion, Refusals refusals)
    {
        if (conversion is { IsImplicit: true, Type.SpecialType: SpecialType.System_Double } && Find(conversion.Operand) is { } quotient)
            refusals.Warn(Descriptors.WholeQuotient, quotient.Syntax.GetLocation(), quotient.Syntax.ToString());
    }

    private static IOperation? Find(IOperation operation) => operation switch
    {
        _ when operation.Type?.SpecialType != SpecialType.System_Int32 => null,
        IParenthesizedOperation parenthesized => Find(parenthesized.Operand),
        IUnaryOperation unary => Find(unary.Operand),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => Find(conditional.WhenTrue) ?? Find(whenFalse),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } quotient when !IsExact(quotient) => quotient,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply } binary =>
            Find(binary.LeftOperand) ?? Find(binary.RightOperand),
        _ => null,
    };

    private static bool IsExact(IBinaryOperation quotient) =>
        quotient.LeftOperand.ConstantValue.Value is int dividend &&
        quotient.RightOperand.ConstantValue.Value is int and not (0 or -1) and var divisor && dividend % divisor == 0;
}
