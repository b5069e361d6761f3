using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes what the runtime calls: the members of IUpdateRule, implemented explicitly.</summary>
internal static class InterfaceWriter
{
    public static void Write(
        IndentedTextWriter writer, RuleModel rule, Variants variants, IReadOnlyList<VariantPlan> plans)
    {
        var name = Names.Escape(rule.Name);
        var face = $"{Aliases.Library}IUpdateRule<{name}>";
        writer.Line($"static {Aliases.Runtime}RuleSchema {face}.Schema => {Aliases.Kernels}Schema.Rule;");
        writer.Blank();
        if (plans.Count > 1)
        {
            WriteVariant(writer, rule, variants, face);
            writer.Blank();
        }

        writer.Line($"{name} {face}.Copy() => this with {{ }};");
        writer.Blank();
        WriteHyperparameters(writer, rule, face);
        writer.Blank();
        PrepareWriter.Write(writer, rule, plans, face);
        foreach (var element in Element.All)
        {
            writer.Blank();
            WriteRun(writer, rule, plans, face, element.Keyword);
        }
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

    /// <summary>The statement that reads the variant, and a switch over it; nothing but the content where there is one.</summary>
    public static void WriteVariants(
        IndentedTextWriter writer, string face, IReadOnlyList<VariantPlan> plans, Action<VariantPlan> content)
    {
        if (plans.Count == 1)
        {
            content(plans[0]);
            return;
        }

        using (writer.Open($"switch ((({face})this).Variant)"))
        {
            foreach (var plan in plans)
            {
                writer.Line(plan.Index == plans.Count - 1 ? "default:" : $"case {plan.Index}:");
                using (writer.Open())
                {
                    content(plan);
                    writer.Line("break;");
                }
            }
        }
    }

    private static void WriteVariant(IndentedTextWriter writer, RuleModel rule, Variants variants, string face)
    {
        var structural = rule.Hyperparameters.Where(static hyperparameter => hyperparameter.IsStructural).ToList();
        var value = structural.Count == 1
            ? "this." + Names.Escape(structural[0].Name)
            : $"({string.Join(", ", structural.Select(static hyperparameter => "this." + Names.Escape(hyperparameter.Name)))})";
        writer.Line($"int {face}.Variant => {value} switch");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (var combination in variants.Combinations.Where(static combination => combination.Variant > 0))
            {
                var pattern = string.Join(", ", structural.Zip(combination.Choices, Pattern));
                writer.Line($"{(structural.Count == 1 ? pattern : $"({pattern})")} => {combination.Variant},");
            }

            writer.Line("_ => 0,");
        }

        writer.Line("};");
    }

    private static string Pattern(HyperparameterModel hyperparameter, ChoiceModel choice) =>
        hyperparameter.Type == HyperparameterType.Boolean
            ? choice.Value != 0 ? "true" : "false"
            : $"{hyperparameter.EnumerationName}.{Names.Escape(choice.Name)}";

    private static void WriteHyperparameters(IndentedTextWriter writer, RuleModel rule, string face)
    {
        writer.Line($"double {face}.GetHyperparameter(int index) => index switch");
        writer.Line("{");
        using (writer.Indent())
        {
            for (var index = 0; index < rule.Hyperparameters.Count; index++)
            {
                var property = "this." + Names.Escape(rule.Hyperparameters[index].Name);
                var value = rule.Hyperparameters[index].Type switch
                {
                    HyperparameterType.Boolean => property + " ? 1 : 0",
                    HyperparameterType.Enumeration => "(int)" + property,
                    _ => property,
                };
                writer.Line($"{index} => {value},");
            }

            writer.Line("_ => throw new global::System.ArgumentOutOfRangeException(nameof(index)),");
        }

        writer.Line("};");
        writer.Blank();
        using (writer.Open($"void {face}.SetHyperparameter(int index, double value)"))
        using (writer.Open("switch (index)"))
        {
            for (var index = 0; index < rule.Hyperparameters.Count; index++)
            {
                var hyperparameter = rule.Hyperparameters[index];
                var integer = $"{Aliases.Kernels}Schema.{SchemaWriter.FieldOf(hyperparameter)}.CheckInteger(value)";
                var value = hyperparameter.Type switch
                {
                    HyperparameterType.Real => "value",
                    HyperparameterType.Boolean => integer + " != 0",
                    HyperparameterType.Enumeration => $"({hyperparameter.EnumerationName}){integer}",
                    _ => integer,
                };
                writer.Line($"case {index}: this.{Names.Escape(hyperparameter.Name)} = {value}; break;");
            }

            writer.Line("default: throw new global::System.ArgumentOutOfRangeException(nameof(index));");
        }
    }

    private static void WriteRun(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, string face, string keyword)
    {
        writer.Line($"void {face}.Run(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {Aliases.Library}KernelTarget target,");
            writer.Line($"in {Aliases.Runtime}KernelSegment<{keyword}> segment)");
        }

        using (writer.Open())
        {
            WritePhases(writer, rule, phase =>
            {
                var plan = plans[0].Phases[phase].Plan;
                using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
                {
                    writer.Line($"{ReferenceWriter.NameOf(plan.Phase)}(");
                    using (writer.Indent())
                    {
                        writer.Line("segment.Step, segment.GradientScale, segment.Uniforms,");
                        writer.Line($"{DispatchWriter.SegmentOperands(plan)},");
                        writer.Line(plan.Phase.Kind == PhaseKind.Update
                            ? "(nuint)segment.Count, segment.ZeroGradients);"
                            : "(nuint)segment.Count);");
                    }

                    writer.Line("return;");
                }

                writer.Blank();
                WriteVariants(writer, face, plans, variant =>
                    writer.Line($"{Aliases.Kernels}{variant.Phases[phase].Plan.DispatchName}.Run(target, in segment);"));
            });
        }
    }
}
