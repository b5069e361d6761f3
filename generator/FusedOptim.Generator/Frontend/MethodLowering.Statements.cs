using System.Runtime.CompilerServices;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

internal sealed partial class MethodLowering
{
    private void Statement(IOperation operation)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (operation)
        {
            case IBlockOperation block:
                foreach (var statement in block.Operations)
                {
                    // What stands behind a return is never reached.
                    if (graph[Top.Returned] is { IsConstant: true, Boolean: true })
                        return;
                    Statement(statement);
                }

                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declaration in group.Declarations)
                {
                    foreach (var declarator in declaration.Declarators)
                        Declare(declarator, declarator.GetVariableInitializer());
                }

                break;
            case IExpressionStatementOperation { Operation: var expression }:
                Expression(expression);
                break;
            case IConditionalOperation conditional:
                Branch(
                    Truth(conditional.Condition),
                    conditional,
                    () => Arm(conditional.WhenTrue),
                    () => Arm(conditional.WhenFalse));
                break;
            case IReturnOperation { Kind: OperationKind.Return } statement:
                Return(statement);
                break;
            case ISwitchOperation statement:
                Switch(statement);
                break;
            case IEmptyOperation:
                break;
            case IInvalidOperation:
                refusals.LeaveToCompiler();
                break;
            case ILoopOperation:
                Refuse(Descriptors.Loop, operation);
                break;
            default:
                var (what, instead) = DescribeStatement(operation);
                Refuse(Descriptors.UnsupportedStatement, operation, what, instead);
                break;
        }
    }

    private int Arm(IOperation? statement)
    {
        if (statement is not null)
            Statement(statement);
        return -1;
    }

    private void Declare(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? initializer)
    {
        var local = declarator.Symbol;
        // A 'var' has its type from what is refused already.
        if (declarator.Syntax.Parent is VariableDeclarationSyntax { Type.IsVar: true } &&
            initializer?.Value.DescendantsAndSelf().Any(IsDeclaredInSinglePrecision) == true)
        {
            return;
        }

        if (!CheckType(local.Type, local.Name, declarator.Syntax.GetLocation()))
            return;
        if (initializer is null)
            return;
        if (local.IsRef)
        {
            if (Target(initializer.Value) is { } target)
                _aliases[local] = target;
            return;
        }

        Assign(local, Expression(initializer.Value), initializer.Value);
    }

    private void Return(IReturnOperation statement)
    {
        if (statement.ReturnedValue is not { } returned)
        {
            Top = Top with { Returned = graph.Boolean(true), ReturnedAtAll = graph.Boolean(true) };
            return;
        }

        // The expression can change states: it is lowered before the frame is looked at.
        // The type of the method is refused where it is declared.
        var value = Expression(returned is IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Single } converted
            ? converted.Operand
            : returned);
        Top = Top with
        {
            Value = Top.Value < 0 ? value : Join(Top.Returned, statement, Top.Value, value),
            Returned = graph.Boolean(true),
            ReturnedAtAll = graph.Boolean(true),
        };
    }

    private void Switch(ISwitchOperation statement)
    {
        var value = Expression(statement.Value);
        SwitchSection(statement, value, 0);
    }

    private int SwitchSection(ISwitchOperation statement, int value, int index)
    {
        // The default section runs where no other does, wherever it stands.
        var sections = statement.Cases
            .OrderBy(static section => section.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation))
            .ToList();
        if (index == sections.Count)
            return -1;
        var section = sections[index];
        if (section.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation))
        {
            SectionBody(section);
            return -1;
        }

        var matches = graph.Boolean(false);
        foreach (var clause in section.Clauses)
            matches = graph.Binary(Op.Or, matches, Clause(clause, value));
        return Branch(
            matches,
            section,
            () =>
            {
                SectionBody(section);
                return -1;
            },
            () => SwitchSection(statement, value, index + 1));
    }

    private int Clause(ICaseClauseOperation clause, int value)
    {
        switch (clause)
        {
            case ISingleValueCaseClauseOperation single:
                return Matches(value, Expression(single.Value));
            case IPatternCaseClauseOperation { Guard: null } pattern:
                return Pattern(pattern.Pattern, value);
            case IPatternCaseClauseOperation pattern:
                var matches = Pattern(pattern.Pattern, value);
                return Branch(matches, clause, () => Truth(pattern.Guard!), () => graph.Boolean(false));
            default:
                return Refuse(Descriptors.Pattern, clause, "This case has a form that a rule cannot have");
        }
    }

    private void SectionBody(ISwitchCaseOperation section)
    {
        var body = section.Body;
        for (var index = 0; index < body.Length; index++)
        {
            if (body[index] is IBranchOperation { BranchKind: BranchKind.Break } && index == body.Length - 1)
                return;
            if (graph[Top.Returned] is { IsConstant: true, Boolean: true })
                return;
            // A section in braces ends with its break inside them.
            if (body[index] is IBlockOperation block)
            {
                foreach (var statement in block.Operations)
                {
                    if (statement is IBranchOperation { BranchKind: BranchKind.Break } &&
                        statement == block.Operations[block.Operations.Length - 1])
                    {
                        return;
                    }

                    if (graph[Top.Returned] is { IsConstant: true, Boolean: true })
                        return;
                    Statement(statement);
                }
            }
            else
            {
                Statement(body[index]);
            }
        }
    }

    private static (string What, string Instead) DescribeStatement(IOperation operation) => operation switch
    {
        ILocalFunctionOperation => ("A local function", "make it a private static method of the record"),
        IThrowOperation => ("'throw'", "a kernel must not stop in the middle of a step: check hyperparameters with [Range]"),
        ITryOperation => ("'try'", "nothing in a rule can throw"),
        IBranchOperation { BranchKind: BranchKind.Break } =>
            ("A 'break' inside another statement", "end the section with it, or write if and else"),
        IBranchOperation => ("A jump", "write if and else"),
        ILabeledOperation => ("A label", "write if and else"),
        IUsingOperation or IUsingDeclarationOperation => ("'using'", "a rule computes with numbers alone"),
        ILockOperation => ("'lock'", "a rule computes with numbers alone"),
        IReturnOperation => ("'yield'", "return the direction"),
        _ => ("This statement", "a rule has declarations, assignments, if, switch and return"),
    };
}
