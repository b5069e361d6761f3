using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The back end: from a rule to its generated files. The record's part comes first; kernels live in a namespace of their own,
/// one file a width, where no name of the user's project can hide the framework's.
/// </summary>
internal static class RuleEmitter
{
    public static IEnumerable<GeneratedSource> Emit(RuleModel rule)
    {
        // The front end has counted them.
        var variants = Variants.Of(rule.Hyperparameters, rule.Graphs)!;
        var plans = VariantPlan.Of(rule, variants);

        if (rule.Expansion is { } expansion)
            yield return new("Method", expansion);
        yield return new("Rule", RecordWriter.Write(rule, variants, plans));
        yield return new("Uniforms", KernelFile(rule, plans, static (writer, phase) =>
        {
            UniformsWriter.WriteStruct(writer, phase.Plan, "What the kernels take, the same for all elements of a step.");
            if (phase.Strict != phase.Plan)
            {
                writer.Blank();
                UniformsWriter.WriteStruct(
                    writer, phase.Strict, "What the strict kernel takes, the same for all elements of a step.");
            }

            writer.Blank();
            DispatchWriter.Write(writer, phase.Plan, phase.Strict);
        }));
        foreach (var target in Target.All)
        {
            yield return new(target.Name, KernelFile(rule, plans, (writer, phase) =>
            {
                WriteKernel(writer, phase.Plan, target, target.Description, Element.All);
                if (target == Target.Scalar && phase.Strict != phase.Plan)
                {
                    writer.Blank();
                    WriteKernel(
                        writer, phase.Strict, target, "the operations of the method, each rounded once", [Element.Double]);
                }
            }));
        }
    }

    /// <summary>The namespace of a rule's kernels.</summary>
    public static string KernelNamespace(DeclarationModel declaration) => "FusedOptim.Generated." + Names.EscapeAll(declaration.FullName);

    private static void WriteKernel(
        IndentedTextWriter writer, KernelPlan plan, Target target, string description, IReadOnlyList<Element> elements)
    {
        var variant = plan.Suffix.Length == 0 ? "" : $" ({plan.Suffix})";
        writer.Line($"/// <summary>{plan.Declaration.Name}{variant}, {description}.</summary>");
        using (writer.Open($"internal static class {plan.KernelName(target)}"))
        {
            foreach (var element in elements)
            {
                writer.Blank();
                LoopWriter.Write(writer, plan, target, element);
            }
        }
    }

    private static string KernelFile(
        RuleModel rule, IReadOnlyList<VariantPlan> plans, Action<IndentedTextWriter, PhasePlan> content)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteShort(writer, rule);
        using (writer.Open($"namespace {KernelNamespace(rule)}"))
        {
            // Inside the namespace, where they come before whatever the project's own namespaces hold.
            writer.Line("using global::System;");
            writer.Line("using global::System.Runtime.CompilerServices;");
            writer.Line("using global::System.Runtime.InteropServices;");
            writer.Line("using global::System.Runtime.Intrinsics;");
            writer.Line("using global::FusedOptim;");
            writer.Line("using global::FusedOptim.CompilerServices;");
            foreach (var plan in plans.SelectMany(static variant => variant.Phases))
            {
                writer.Blank();
                content(writer, plan);
            }
        }

        return writer.ToString();
    }
}
