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
        var names = FullNames.Of(rule);
        writer.Line(rule.Prepare is null ? GeneratedAttributes.OfMember(names) : GeneratedAttributes.OfCaller(names));
        writer.Line($"void {face}.Prepare(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {names.Library}Execution.KernelTarget target,");
            writer.Line($"in {names.Runtime}PrepareContext context, global::System.Span<double> constants)");
        }

        using (writer.Open())
        {
            if (plans.Count == 1 && plans[0].Phases[0] is var measure && measure.StepConstantsOwner != measure)
                WriteShared(writer, rule, measure, plans[0].Phases[1]);
            else
                InterfaceWriter.WritePhases(writer, rule, phase => WritePhase(writer, rule, plans, face, phase));
        }
    }

    /// <summary>Writes what both phases take first, and then what the update alone takes.</summary>
    private static void WriteShared(IndentedTextWriter writer, RuleModel rule, PhasePlan measure, PhasePlan update)
    {
        var locals = NamesOfPrepared(rule, update.Phase);
        var names = NamesBeside(locals);
        WriteReference(writer, update);
        WriteValues(writer, measure, locals, names, IsStrict(rule), null);
        writer.Line("if (phase == 0) // Measure");
        using (writer.Indent())
            writer.Line("return;");
        writer.Blank();
        WritePrepared(writer, rule, update.Phase, locals);
        WriteForReference(writer, rule, update.Phase, locals);
        WriteValues(writer, update, locals, names, IsStrict(rule), measure);
    }

    private static void WritePhase(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face, int phase)
    {
        var model = rule.Phases[phase];
        var locals = NamesOfPrepared(rule, model);
        WritePrepared(writer, rule, model, locals);
        if (model.IsCalled)
        {
            WriteAsTheyAre(writer, model, locals);
            return;
        }

        WriteForReference(writer, rule, model, locals);
        VariantWriter.WriteSwitch(writer, face, plans, variant =>
            WriteStepConstants(writer, variant.Phases[phase], locals, IsStrict(rule)));
    }

    private static string IsStrict(RuleModel rule) => $"target == {FullNames.Of(rule).Library}Execution.KernelTarget.StrictScalar";

    /// <summary>Writes the end of the preparation for the reference loop, which hands prepared values to the method as they are.</summary>
    private static void WriteForReference(
        IndentedTextWriter writer, RuleModel rule, PhaseModel phase, Dictionary<int, string> locals)
    {
        if (phase.Prepared.Count == 0)
            return;
        using (writer.Open($"if (target == {FullNames.Of(rule).Library}Execution.KernelTarget.Reference)"))
        {
            WriteAsTheyAre(writer, phase, locals);
            writer.Line("return;");
        }

        writer.Blank();
    }

    private static void WriteAsTheyAre(IndentedTextWriter writer, PhaseModel phase, Dictionary<int, string> locals)
    {
        for (var index = 0; index < phase.Prepared.Count; index++)
            writer.Line($"constants[{index}] = {locals[phase.Prepared[index]]};");
    }

    private static bool CallsPrepare(RuleModel rule, PhaseModel phase) => phase.Kind == PhaseKind.Update && rule.Prepare is not null;

    /// <summary>Gives each prepared value that the phase knows a local of its name.</summary>
    private static Dictionary<int, string> NamesOfPrepared(RuleModel rule, PhaseModel phase)
    {
        var names = new Names("phase", "target", "context", "constants", "u", "Prepare");
        var locals = new Dictionary<int, string>();
        for (var index = 0; index < rule.Prepared.Count; index++)
        {
            var isHandedOut = CallsPrepare(rule, phase) && rule.Prepared[index].Kind == PreparedKind.Out;
            if (isHandedOut || phase.Prepared.Contains(index))
                locals.Add(index, names.Take(rule.Prepared[index].Name));
        }

        return locals;
    }

    private static void WritePrepared(
        IndentedTextWriter writer, RuleModel rule, PhaseModel phase, Dictionary<int, string> locals)
    {
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Count))
            writer.Line($"var {local.Value} = (double)context.Count;");
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind is PreparedKind.Rows or PreparedKind.Columns))
            writer.Line($"var {local.Value} = (double)context.{rule.Prepared[local.Key].Kind};");
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Reduction))
            writer.Line($"var {local.Value} = context.Reductions[{rule.Prepared[local.Key].Index}];");
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Input))
            writer.Line($"var {local.Value} = context.Inputs[{rule.Prepared[local.Key].Index}];");
        if (CallsPrepare(rule, phase))
            WriteCall(writer, rule, phase, locals);
        foreach (var local in locals.Where(local => rule.Prepared[local.Key].Kind == PreparedKind.Scalar))
            writer.Line($"var {local.Value} = context.Scalars[{rule.Prepared[local.Key].Index}];");
    }

    private static void WriteCall(IndentedTextWriter writer, RuleModel rule, PhaseModel phase, Dictionary<int, string> locals)
    {
        var arguments = rule.Prepare!.Arguments.Select(argument => argument.Binding switch
        {
            PreparedBinding.Step => "context.Step",
            PreparedBinding.Count => "context.Count",
            PreparedBinding.Rows => "context.Rows",
            PreparedBinding.Columns => "context.Columns",
            PreparedBinding.Reduction => $"context.Reductions[{argument.Index}]",
            PreparedBinding.Occasion => phase.IsOnInterval ? "true" : "false",
            PreparedBinding.Scalar => $"ref context.Scalars[{argument.Index}]",
            PreparedBinding.Input => $"context.Inputs[{argument.Index}]",
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
        WriteReference(writer, pair);
        WriteValues(writer, pair, locals, NamesBeside(locals), isStrict, null);
    }

    private static Names NamesBeside(IReadOnlyDictionary<int, string> locals) =>
        new(["phase", "pass", "target", "context", "constants", "u", .. locals.Values]);

    private static void WriteReference(IndentedTextWriter writer, KernelPair pair)
    {
        var names = FullNames.Of(pair.Plan.Declaration);
        writer.Line($"ref var u = ref {names.Runtime}ConstantMemory.As<{names.Kernels}{pair.Plan.StepConstantsName}>(constants);");
    }

    private static void WriteValues(
        IndentedTextWriter writer, KernelPair pair, IReadOnlyDictionary<int, string> locals, Names names, string isStrict,
        KernelPair? known)
    {
        // The project may compile with overflow checks; the method was refused where it asked for them.
        var hasIntegers = new[] { pair.Plan, pair.Strict }.Any(static plan =>
            plan.Graph.Nodes.Any(static node => node.Type == NodeType.Integer && node.Op.Info().Arity > 0));
        if (hasIntegers)
        {
            using (writer.Open("unchecked"))
                StepConstantsWriter.WriteComputation(writer, pair, locals, names, isStrict, known);
        }
        else
        {
            StepConstantsWriter.WriteComputation(writer, pair, locals, names, isStrict, known);
        }
    }
}
