using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The default of a record's parameter. Literals are taken from the text: the compiler binds a default in no less time than an
/// attribute, and does so again for its own purposes.
/// </summary>
internal static class ParameterDefault
{
    /// <summary>Whether there is a default, known or not.</summary>
    public static bool Exists(IParameterSymbol parameter) => Literal(parameter) is not null || parameter.HasExplicitDefaultValue;

    /// <summary>Its value; null where it does not compile.</summary>
    public static object? Of(IParameterSymbol parameter) => Literal(parameter) ?? parameter.ExplicitDefaultValue;

    private static object? Literal(IParameterSymbol parameter)
    {
        if (parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not ParameterSyntax { Default.Value: { } value })
            return null;
        var literal = value as LiteralExpressionSyntax ??
            (value is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } negation ? negation.Operand as LiteralExpressionSyntax : null);
        // Where the literal is of another type, the compiler converts it, or refuses it.
        return (parameter.Type.SpecialType, literal?.Token.Value, literal == value) switch
        {
            (SpecialType.System_Double, double number, true) => number,
            (SpecialType.System_Double, double number, false) => -number,
            (SpecialType.System_Double or SpecialType.System_Int32, int number, true) => number,
            (SpecialType.System_Double or SpecialType.System_Int32, int number, false) => -number,
            (SpecialType.System_Boolean, bool truth, true) => truth,
            _ => null,
        };
    }
}
