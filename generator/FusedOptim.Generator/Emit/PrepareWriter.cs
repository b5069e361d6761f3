using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the computation of step constants, phase by phase, with the call of the rule's own Prepare before the update.</summary>
internal static class PrepareWriter
{
    public static void Write(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face)
    {
        writer.Line($"void {face}.Prepare(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {FullNames.Execution}KernelTarget target,");
            writer.Line($"in {FullNames.Runtime}PrepareContext context, global::System.Span<double> constants)");
        }

        using (writer.Open())
            InterfaceWriter.WritePhases(writer, rule, phase => WritePhase(writer, rule, plans, face, phase));
    }

    private static void WritePhase(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face, int phase)
    {
        var model = rule.Phases[phase];
        var locals = WritePrepared(writer, rule, model);
        if (model.Prepared.Count > 0)
        {
            using (writer.Open($"if (target == {FullNames.Execution}KernelTarget.Reference)"))
            {
                // The reference loop hands them to the method as they are.
                for (var index = 0; index < model.Prepared.Count; index++)
                    writer.Line($"constants[{index}] = {locals[model.Prepared[index]]};");
                writer.Line("return;");
            }

            writer.Blank();
        }

        VariantWriter.WriteSwitch(writer, face, plans, variant =>
            WriteStepConstants(writer, variant.Phases[phase], locals, $"target == {FullNames.Execution}KernelTarget.StrictScalar"));
    }

    /// <summary>Gives each prepared value that the phase knows a local of its name.</summary>
    private static Dictionary<int, string> WritePrepared(IndentedTextWriter writer, RuleModel rule, PhaseModel phase)
    {
        var names = new Names("phase", "target", "context", "constants", "u", "Prepare");
        var locals = new Dictionary<int, string>();
        var callsPrepare = phase.Kind == PhaseKind.Update && rule.Prepare is not null;
        for (var index = 0; index < rule.Prepared.Count; index++)
        {
            var isHandedOut = callsPrepare && rule.Prepared[index].Kind == PreparedKind.Out;
            if (isHandedOut || phase.Prepared.Contains(index))
                locals.Add(index, names.Take(rule.Prepared[index].Name));
        }

        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Count))
            writer.Line($"var {local.Value} = (double)context.Count;");
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind is PreparedKind.Rows or PreparedKind.Columns))
            writer.Line($"var {local.Value} = (double)context.{rule.Prepared[local.Key].Kind};");
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Reduction))
            writer.Line($"var {local.Value} = context.Reductions[{rule.Prepared[local.Key].Index}];");
        if (callsPrepare)
            WriteCall(writer, rule, locals);
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Scalar))
            writer.Line($"var {local.Value} = context.Scalars[{rule.Prepared[local.Key].Index}];");
        return locals;
    }

    private static void WriteCall(IndentedTextWriter writer, RuleModel rule, Dictionary<int, string> locals)
    {
        var arguments = rule.Prepare!.Arguments.Select(argument => argument.Binding switch
        {
            PreparedBinding.Step => "context.Step",
            PreparedBinding.Count => "context.Count",
            PreparedBinding.Rows => "context.Rows",
            PreparedBinding.Columns => "context.Columns",
            PreparedBinding.Reduction => $"context.Reductions[{argument.Index}]",
            PreparedBinding.Scalar => $"ref context.Scalars[{argument.Index}]",
            _ => $"out var {locals.First(local =>
                rule.Prepared[local.Key] is { Kind: PreparedKind.Out } prepared && prepared.Name == argument.Name).Value}",
        });
        writer.Line($"Prepare({string.Join(", ", arguments)});");
    }

    /// <summary>The statements that compute the step constants of kernels into <c>constants</c>.</summary>
    public static void WriteStepConstants(
        IndentedTextWriter writer, KernelPair pair, IReadOnlyDictionary<int, string> locals, string isStrict)
    {
        if (pair.StepConstantNames.Count == 0)
            return;
        var type = FullNames.Kernels(pair.Plan.Declaration) + pair.Plan.StepConstantsName;
        writer.Line($"ref var u = ref {FullNames.Runtime}ConstantMemory.As<{type}>(constants);");
        // The project may compile with overflow checks; the method was refused where it asked for them.
        var hasIntegers = new[] { pair.Plan, pair.Strict }.Any(static plan =>
            plan.Graph.Nodes.Any(static node => node.Type == NodeType.Integer && node.Op.Info().Arity > 0));
        if (hasIntegers)
        {
            using (writer.Open("unchecked"))
                StepConstantsWriter.WriteComputation(writer, pair, locals, isStrict);
        }
        else
        {
            StepConstantsWriter.WriteComputation(writer, pair, locals, isStrict);
        }
    }
}
