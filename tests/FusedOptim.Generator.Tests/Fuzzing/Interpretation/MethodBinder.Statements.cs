using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal sealed partial class MethodBinder
{
    private Execution Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case BlockSyntax block:
                return Sequence(block.Statements);
            case EmptyStatementSyntax:
                return static _ => { };
            case ExpressionStatementSyntax { Expression: var expression }:
                var evaluation = Expression(expression);
                return machine => evaluation(machine);
            case LocalDeclarationStatementSyntax declaration:
                return Sequence([.. declaration.Declaration.Variables.Select(Declaration)]);
            case IfStatementSyntax conditional:
                var condition = Expression(conditional.Condition);
                var whenTrue = Statement(conditional.Statement);
                Execution whenFalse = conditional.Else is null ? static _ => { } : Statement(conditional.Else.Statement);
                return machine =>
                {
                    var truth = condition(machine);
                    machine.Calculator.Note("if", truth.Variance);
                    machine.Branch(truth, whenTrue, whenFalse);
                };
            case ReturnStatementSyntax { Expression: var returned }:
                return Return(returned, returned is null);
            case SwitchStatementSyntax choice:
                return Switch(choice);
            default:
                throw Unknown(statement);
        }
    }

    private Execution Sequence(IEnumerable<StatementSyntax> statements) => Sequence([.. statements.Select(Statement)]);

    private Execution Sequence(Execution[] statements)
    {
        var returned = Top.Returned;
        return machine =>
        {
            foreach (var statement in statements)
            {
                // What stands behind a return is never reached.
                if (machine.Places[returned] is { Variance: Variance.Constant, IsTrue: true })
                    return;
                statement(machine);
            }
        };
    }

    private Execution Declaration(VariableDeclaratorSyntax declarator)
    {
        var symbol = ModelOf(declarator).GetDeclaredSymbol(declarator)!;
        if (declarator.Initializer?.Value is RefExpressionSyntax reference)
        {
            _places[symbol] = Place(reference.Expression);
            return static _ => { };
        }

        var place = NewLocal(symbol);
        if (declarator.Initializer is not { } initializer || symbol is ILocalSymbol { IsConst: true })
            return static _ => { };
        var value = Expression(initializer.Value);
        return machine => machine.Places[place] = value(machine);
    }

    private Execution Return(ExpressionSyntax? expression, bool isVoid)
    {
        var (frame, depth) = (Top, _frames.Count - 1);
        var value = expression is null ? static _ => default : Expression(expression);
        return machine =>
        {
            var result = value(machine);
            var returned = machine.Places[frame.Returned];
            machine.Calculator.Note(returned.Variance == Variance.Varying ? "return after return" : "return", Variance.Constant);
            if (!isVoid)
                machine.Places[frame.Result] = Calculator.Join(returned, machine.Places[frame.Result], result);
            machine.Places[frame.Returned] = Value.Truth(true);
        };
    }

    private Execution Switch(SwitchStatementSyntax statement)
    {
        var value = Expression(statement.Expression);
        // The default section runs where no other does, wherever it stands.
        var sections = statement.Sections.Where(section => !section.Labels.OfType<DefaultSwitchLabelSyntax>().Any())
            .Select(section => (section.Labels.Select(Label).ToArray(), Body: SectionBody(section))).ToArray();
        var otherwise = statement.Sections.FirstOrDefault(section => section.Labels.OfType<DefaultSwitchLabelSyntax>().Any());
        Execution last = otherwise is null ? static _ => { } : SectionBody(otherwise);
        return machine =>
        {
            var operand = value(machine);
            machine.Calculator.Note("switch", operand.Variance);
            Section(machine, operand, 0);
        };

        void Section(Machine machine, Value operand, int index)
        {
            if (index == sections.Length)
            {
                last(machine);
                return;
            }

            var (labels, body) = sections[index];
            var matches = labels[0](machine, operand);
            foreach (var label in labels.Skip(1))
                matches = machine.Calculator.Logic('|', matches, label(machine, operand));
            machine.Branch(matches, body, inner => Section(inner, operand, index + 1));
        }
    }

    private Func<Machine, Value, Value> Label(SwitchLabelSyntax label)
    {
        switch (label)
        {
            case CaseSwitchLabelSyntax { Value: var constant }:
                var expected = Expression(constant);
                return (machine, value) => Matches(machine, value, expected(machine));
            case CasePatternSwitchLabelSyntax { Pattern: var syntax, WhenClause: var when }:
                var pattern = Pattern(syntax);
                return when is null ? pattern : Guarded(pattern, Expression(when.Condition));
            default:
                throw Unknown(label);
        }
    }

    private Execution SectionBody(SwitchSectionSyntax section) => Sequence(Unbroken(section.Statements));

    private static IEnumerable<StatementSyntax> Unbroken(SyntaxList<StatementSyntax> statements) => statements
        .SelectMany(statement => statement is BlockSyntax block ? Unbroken(block.Statements) : [statement])
        .Where(statement => !statement.IsKind(SyntaxKind.BreakStatement));
}
