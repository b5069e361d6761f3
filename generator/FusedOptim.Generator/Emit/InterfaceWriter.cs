using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
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
        WritePrepare(writer, plans, face);
        foreach (var element in Element.All)
        {
            writer.Blank();
            WriteRun(writer, rule, plans, face, element.Keyword);
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

    private static void WritePrepare(IndentedTextWriter writer, IReadOnlyList<VariantPlan> plans, string face)
    {
        writer.Line($"void {face}.Prepare(");
        using (writer.Indent())
        {
            writer.Line($"int phase, {Aliases.Library}KernelTarget target,");
            writer.Line($"in {Aliases.Runtime}PrepareContext context, global::System.Span<double> uniforms)");
        }

        using (writer.Open())
        {
            WriteVariants(writer, face, plans, variant =>
            {
                if (variant.Strict == variant.Plan)
                {
                    WriteUniforms(writer, variant.Plan);
                    return;
                }

                using (writer.Open($"if (target == {Aliases.Library}KernelTarget.StrictScalar)"))
                    WriteUniforms(writer, variant.Strict);
                using (writer.Open("else"))
                    WriteUniforms(writer, variant.Plan);
            });
        }
    }

    private static void WriteUniforms(IndentedTextWriter writer, KernelPlan plan)
    {
        writer.Line($"ref var u = ref {Aliases.Kernels}{plan.UniformsName}.In(uniforms);");
        // The project may compile with overflow checks; the method was refused where it asked for them.
        if (plan.Graph.Nodes.Any(static node => node.Type == NodeType.Integer && node.Op.Info().Arity > 0))
        {
            using (writer.Open("unchecked"))
                UniformsWriter.WriteComputation(writer, plan);
        }
        else
        {
            UniformsWriter.WriteComputation(writer, plan);
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
            using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
            {
                writer.Line("RunReference(");
                using (writer.Indent())
                {
                    writer.Line("segment.Step, segment.GradientScale,");
                    writer.Line($"{DispatchWriter.SegmentOperands(plans[0].Plan)},");
                    writer.Line("(nuint)segment.Count, segment.ZeroGradients);");
                }

                writer.Line("return;");
            }

            writer.Blank();
            WriteVariants(writer, face, plans, variant =>
                writer.Line($"{Aliases.Kernels}{variant.Plan.DispatchName}.Run(target, in segment);"));
        }
    }
}
