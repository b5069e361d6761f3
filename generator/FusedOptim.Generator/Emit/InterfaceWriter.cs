using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes what the runtime calls: the members of IUpdateRule, implemented explicitly.</summary>
internal static class InterfaceWriter
{
    public static void Write(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        const string face = FullNames.RuleInterface;
        writer.Line($"{FullNames.Schemas}RuleSchema {face}.Schema => {FullNames.Schema(rule)}.Rule;");
        writer.Blank();
        VariantWriter.WriteProperty(writer, rule, variants, face);
        writer.Line($"{face} {face}.Copy() => this with {{ }};");
        writer.Blank();
        HyperparameterWriter.WriteGetter(writer, rule, face);
        writer.Blank();
        HyperparameterWriter.WriteSetter(writer, rule, face);
        writer.Blank();
        PrepareWriter.Write(writer, rule, plans, face);
        foreach (var element in Element.All)
        {
            writer.Blank();
            WriteRun(writer, rule, plans, face, element);
        }

        writer.Blank();
        WriteRunCoded(writer, rule, plans, face);
    }

    /// <summary>A switch over the phase; nothing but the content where there is one.</summary>
    public static void WritePhases(IndentedTextWriter writer, RuleModel rule, Action<int> content)
    {
        if (rule.Phases.Count == 1)
        {
            content(0);
            return;
        }

        using (writer.Open("switch (phase)"))
        {
            for (var phase = 0; phase < rule.Phases.Count; phase++)
            {
                var isLast = phase == rule.Phases.Count - 1;
                writer.Line($"{(isLast ? "default" : $"case {phase}")}: // {rule.Phases[phase].Kind}");
                using (writer.Open())
                {
                    content(phase);
                    writer.Line("break;");
                }
            }
        }
    }

    private static void WriteRun(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face, Element element)
    {
        writer.Line($"void {face}.Run(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {FullNames.Execution}KernelTarget target,");
            writer.Line($"in {FullNames.Runtime}KernelSegment<{element.Keyword}> segment)");
        }

        using (writer.Open())
        {
            WritePhases(writer, rule, phase =>
            {
                var plan = plans[0].Phases[phase].Plan;
                var model = rule.Phases[phase];
                using (writer.Open($"if (target == {FullNames.Execution}KernelTarget.Reference)"))
                {
                    writer.Line($"{ReferenceWriter.NameOf(model)}(");
                    using (writer.Indent())
                    {
                        writer.Line("segment.Step, segment.GradientScale, segment.StepConstants,");
                        writer.Line($"{DispatchWriter.Arguments(plan)},");
                        writer.Line(model.Kind == PhaseKind.Update
                            ? "(nuint)segment.Count, segment.ZeroGradients);"
                            : "(nuint)segment.Count);");
                    }

                    writer.Line("return;");
                }

                writer.Blank();
                WriteDispatch(writer, face, plans, phase, element, $"{FullNames.Runtime}FloatStates");
            });
        }
    }

    private static void WriteRunCoded(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face)
    {
        writer.Line($"void {face}.RunWithStates<{TypeArguments.States}>(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {FullNames.Execution}KernelTarget target,");
            writer.Line($"in {FullNames.Runtime}KernelSegment<{Element.Single.Keyword}> segment)");
        }

        using (writer.Open())
        {
            WritePhases(writer, rule, phase =>
                WriteDispatch(writer, face, plans, phase, Element.Single, TypeArguments.States));
        }
    }

    private static void WriteDispatch(
        IndentedTextWriter writer, string face, IReadOnlyList<VariantPlan> plans, int phase, Element element, string states) =>
        VariantWriter.WriteSwitch(writer, face, plans, variant =>
        {
            var plan = variant.Phases[phase].Plan;
            var argument = plan.TakesStates(element) ? $"<{states}>" : "";
            writer.Line($"{FullNames.Kernels(plan.Declaration)}{plan.DispatchName}.Run{argument}(target, in segment);");
        });
}
