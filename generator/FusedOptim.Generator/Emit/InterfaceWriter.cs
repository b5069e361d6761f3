using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes what the runtime calls: the members of IUpdateRule, implemented explicitly.</summary>
internal static class InterfaceWriter
{
    public static void Write(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var names = FullNames.Of(rule);
        var face = names.RuleInterface;
        writer.Line(GeneratedAttributes.OfMember(names));
        writer.Line($"{names.Library}Schema.RuleSchema {face}.Schema => {names.Schema}.Rule;");
        writer.Blank();
        VariantWriter.WriteProperty(writer, rule, variants, face);
        writer.Line(GeneratedAttributes.OfMember(names));
        writer.Line($"{face} {face}.Copy() => this with {{ }};");
        writer.Blank();
        HyperparameterWriter.WriteGetter(writer, rule, face);
        writer.Blank();
        HyperparameterWriter.WriteSetter(writer, rule, face);
        writer.Blank();
        PrepareWriter.Write(writer, rule, plans, face);
        writer.Blank();
        WriteKernels(writer, rule, plans, face);
        writer.Blank();
        MatrixPhaseWriter.Write(writer, rule, face);
        ReferenceWriter.Write(writer, rule, face);
    }

    /// <summary>Whether a step is one measuring pass over the elements and the update.</summary>
    public static bool IsMeasuredOnce(RuleModel rule) => rule.Phases.Count == 2 &&
        rule.Phases[0] is { Kind: PhaseKind.Measure, Over: Scope.Element } && rule.Phases[1].Kind == PhaseKind.Update;

    /// <summary>A switch over the phase; nothing but the content where the rule has one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="content">Writes what is done for a phase.</param>
    /// <param name="phases">The phases; all by default.</param>
    public static void WritePhases(IndentedTextWriter writer, RuleModel rule, Action<int> content, IReadOnlyList<int>? phases = null)
    {
        phases ??= [.. Enumerable.Range(0, rule.Phases.Count)];
        if (rule.Phases.Count == 1)
        {
            content(0);
            return;
        }

        using (writer.Open("switch (phase)"))
        {
            foreach (var phase in phases)
            {
                var isLast = phase == phases[phases.Count - 1];
                var name = rule.Phases[phase] is { Kind: PhaseKind.Measure } measuring ? measuring.MeasureName : $"{rule.Phases[phase].Kind}";
                writer.Line($"{(isLast ? "default" : $"case {phase}")}: // {name}");
                using (writer.Open())
                {
                    content(phase);
                    writer.Line("break;");
                }
            }
        }
    }

    /// <summary>The phases that have kernels.</summary>
    public static IReadOnlyList<int> Compiled(RuleModel rule) =>
        [.. Enumerable.Range(0, rule.Phases.Count).Where(phase => !rule.Phases[phase].IsCalled)];

    /// <summary>The kernels of a phase and variant.</summary>
    private static void WriteKernels(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face)
    {
        var names = FullNames.Of(rule);
        writer.Line(GeneratedAttributes.OfMember(names));
        var isChosenByPhase = rule.Phases.Count > 1;
        var isChosenByVariant = plans.Count > 1;
        if (!isChosenByPhase && !isChosenByVariant)
        {
            writer.Line($"{names.Runtime}PhaseKernel {face}.GetKernel(int phase) =>");
            using (writer.Indent())
                writer.Line($"{Instance(plans[0].Phases[0])};");
            return;
        }

        var variant = $"(({face})this).Variant";
        var value = !isChosenByVariant ? "phase" : isChosenByPhase ? $"(phase, {variant})" : variant;
        writer.Line($"{names.Runtime}PhaseKernel {face}.GetKernel(int phase) => {value} switch");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var plan in plans)
            {
                foreach (var phase in Compiled(rule))
                {
                    // The update comes after all that is called.
                    var isLast = plan == plans[plans.Count - 1] && phase == rule.Phases.Count - 1;
                    var pattern = isLast ? "_" : !isChosenByVariant ? $"{phase}" : isChosenByPhase ? $"({phase}, {plan.Index})" : $"{plan.Index}";
                    writer.Line($"{pattern} => {Instance(plan.Phases[phase])},");
                }
            }
        }

        writer.Line("};");

        string Instance(PhasePlan plan) =>
            $"{names.Runtime}{(plan.Plan.Reduces ? "Measuring" : "Phase")}Kernel<{plan.TypeArguments(names.Kernels)}>.Instance";
    }
}
