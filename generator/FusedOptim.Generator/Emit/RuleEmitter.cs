using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
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
        var plan = new KernelPlan(rule, rule.FloatMode, "Uniforms");
        // A strict rule is its own reference: one set of kernels serves both.
        var strict = rule.FloatMode == FloatMode.Strict ? plan : new KernelPlan(rule, FloatMode.Strict, "StrictUniforms");

        yield return new("Rule", RecordWriter.Write(plan, strict));
        yield return new("Uniforms", KernelFile(plan, writer =>
        {
            UniformsWriter.WriteStruct(writer, plan, "What the kernels take, the same for all elements of a step.");
            if (strict != plan)
            {
                writer.Blank();
                UniformsWriter.WriteStruct(writer, strict, "What the strict kernel takes, the same for all elements of a step.");
            }

            writer.Blank();
            DispatchWriter.Write(writer, plan, strict);
        }));
        foreach (var target in Target.All)
        {
            yield return new(target.Name, KernelFile(plan, writer =>
            {
                WriteKernel(writer, plan, target, target.KernelName, target.Description, Element.All);
                if (target == Target.Scalar && strict != plan)
                {
                    writer.Blank();
                    WriteKernel(
                        writer, strict, target, "StrictScalarKernel",
                        "the operations of the method, each rounded once", [Element.Double]);
                }
            }));
        }
    }

    /// <summary>The namespace of a rule's kernels.</summary>
    public static string KernelNamespace(RuleModel rule) => "FusedOptim.Generated." + Names.EscapeAll(rule.FullName);

    private static void WriteKernel(
        IndentedTextWriter writer, KernelPlan plan, Target target, string name, string description,
        IReadOnlyList<Element> elements)
    {
        writer.Line($"/// <summary>{plan.Rule.Name}, {description}.</summary>");
        using (writer.Open($"internal static class {name}"))
        {
            foreach (var element in elements)
            {
                writer.Blank();
                LoopWriter.Write(writer, plan, target, element);
            }
        }
    }

    private static string KernelFile(KernelPlan plan, Action<IndentedTextWriter> content)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteShort(writer, plan);
        using (writer.Open($"namespace {KernelNamespace(plan.Rule)}"))
        {
            // Inside the namespace, where they come before whatever the project's own namespaces hold.
            writer.Line("using global::System;");
            writer.Line("using global::System.Runtime.CompilerServices;");
            writer.Line("using global::System.Runtime.InteropServices;");
            writer.Line("using global::System.Runtime.Intrinsics;");
            writer.Line("using global::FusedOptim;");
            writer.Line("using global::FusedOptim.CompilerServices;");
            writer.Blank();
            content(writer);
        }

        return writer.ToString();
    }
}
