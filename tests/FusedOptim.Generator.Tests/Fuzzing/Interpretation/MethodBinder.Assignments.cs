using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal sealed partial class MethodBinder
{
    /// <summary>The place that an expression denotes; a declaration makes one.</summary>
    private int Place(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Place(inner),
        DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax designation } =>
            NewLocal(ModelOf(designation).GetDeclaredSymbol(designation)!),
        _ => _places[SymbolOf(expression)],
    };

    private Evaluation Assignment(AssignmentExpressionSyntax assignment)
    {
        if (assignment is { Left: var tuple, Right: TupleExpressionSyntax values })
            return Deconstruction(tuple, values);
        var place = Place(assignment.Left);
        var write = Assignment(place);
        var right = Expression(assignment.Right);
        if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            return machine =>
            {
                var value = right(machine);
                write(machine, value);
                return value;
            };
        }

        var apply = Operator(OperatorOf(assignment.OperatorToken.Kind()));
        var isInteger = IsInteger(assignment.Left);
        return machine =>
        {
            // C# reads the place before the right-hand side, which may write it.
            var old = machine.Places[place];
            machine.Calculator.Note(assignment.Kind(), old.Variance);
            var value = apply(machine, old, right(machine));
            if (isInteger)
                value = ToInteger(value);
            write(machine, value);
            return value;
        };
    }

    private Evaluation Increment(ExpressionSyntax operand, bool isIncrement, bool isPostfix)
    {
        var place = Place(operand);
        var write = Assignment(place);
        var one = Value.Constant(IsInteger(operand) ? ValueKind.Integer : ValueKind.Real, 1);
        return machine =>
        {
            var old = machine.Places[place];
            machine.Calculator.Note("++", old.Variance);
            var value = machine.Calculator.Binary(isIncrement ? Operation.Add : Operation.Subtract, old, one);
            write(machine, value);
            return isPostfix ? old : value;
        };
    }

    /// <summary>All of the right-hand side is evaluated before anything is assigned.</summary>
    private Evaluation Deconstruction(ExpressionSyntax left, TupleExpressionSyntax right)
    {
        var places = left switch
        {
            TupleExpressionSyntax tuple => tuple.Arguments.Select(argument => Place(argument.Expression)),
            DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax designation } =>
                designation.Variables.OfType<SingleVariableDesignationSyntax>()
                    .Select(variable => NewLocal(ModelOf(variable).GetDeclaredSymbol(variable)!)),
            _ => throw Unknown(left),
        };
        var writes = places.Select(Assignment).ToArray();
        var values = right.Arguments.Select(argument => Expression(argument.Expression)).ToArray();
        return machine =>
        {
            machine.Calculator.Note("(,) =", Variance.Constant);
            var results = Array.ConvertAll(values, value => value(machine));
            for (var index = 0; index < results.Length; index++)
                writes[index](machine, results[index]);
            return default;
        };
    }

    private static SyntaxKind OperatorOf(SyntaxKind assignment) => assignment switch
    {
        SyntaxKind.PlusEqualsToken => SyntaxKind.PlusToken,
        SyntaxKind.MinusEqualsToken => SyntaxKind.MinusToken,
        SyntaxKind.AsteriskEqualsToken => SyntaxKind.AsteriskToken,
        SyntaxKind.SlashEqualsToken => SyntaxKind.SlashToken,
        _ => throw new NotSupportedException($"{assignment} is unknown here."),
    };

    private bool IsInteger(ExpressionSyntax expression) =>
        ModelOf(expression).GetTypeInfo(expression).Type!.SpecialType == SpecialType.System_Int32;
}
