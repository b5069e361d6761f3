using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the choice of a kernel: by target, by precision, and, for rules, by whether gradients are zeroed.</summary>
internal static class DispatchWriter
{
    public static void Write(IndentedTextWriter writer, KernelPlan plan, KernelPlan strict)
    {
        writer.Line("/// <summary>Runs the kernel of a target.</summary>");
        using (writer.Open($"internal static class {plan.DispatchName}"))
        {
            foreach (var element in Element.All)
            {
                if (plan.Signature.Gradients != GradientUse.None)
                {
                    writer.Blank();
                    WriteSegment(writer, plan, element);
                }

                writer.Blank();
                WriteSwitch(writer, plan, strict, element);
            }
        }
    }

    private static void WriteSegment(IndentedTextWriter writer, KernelPlan plan, Element element)
    {
        var takesStates = plan.TakesStates(element);
        writer.Line($"public static void Run{(takesStates ? "<TStates>" : "")}(KernelTarget target, in {FullNames.Runtime}KernelSegment<{element.Keyword}> segment)");
        if (takesStates)
        {
            using (writer.Indent())
                TypeArguments.WriteStateConstraint(writer);
        }

        using (writer.Open())
        {
            if (plan.Signature.Gradients == GradientUse.Zeroed)
                WriteChoice("segment.ZeroGradients", () => WriteCall("ZeroGradients"), () => WriteCall("KeepGradients"));
            else if (plan.TakesSummands())
                WriteChoice("segment.SumsInRegisters", () => WriteCall("KeepGradients", "RegisterSums"), () => WriteCall("KeepGradients", "SummandBuffers"));
            else
                WriteCall("KeepGradients");
        }

        void WriteChoice(string condition, Action first, Action second)
        {
            using (writer.Open($"if ({condition})"))
                first();
            using (writer.Open("else"))
                second();
        }

        void WriteCall(string gradients, string? summands = null)
        {
            writer.Line($"Run{TypeArguments.InBrackets(gradients, takesStates ? TypeArguments.States : null, summands)}(");
            using (writer.Indent())
            {
                writer.Line("target, segment.StepConstants,");
                writer.Line($"{Arguments(plan)},");
                writer.Line("(nuint)segment.Count);");
            }
        }
    }

    /// <summary>The operands of a segment, as arguments.</summary>
    public static string Arguments(KernelPlan plan) =>
        string.Join(", ", plan.Operands.Select(static operand => "ref " + operand.Argument));

    private static void WriteSwitch(IndentedTextWriter writer, KernelPlan plan, KernelPlan strict, Element element)
    {
        var names = new Names([.. strict.TypeNames, "target"], plan.ReservedNames);
        var references = plan.Operands.Select(operand => names.Take(operand.Name)).ToList();
        var types = plan.Operands.Select(operand => operand.TypeIn(element)).ToList();
        var arguments = string.Join(", ", references.Select(static reference => "ref " + reference));
        writer.Line($"public static void Run{TypeArguments.Of(plan, element)}(");
        using (writer.Indent())
        {
            writer.Line("KernelTarget target,");
            writer.Line("global::System.ReadOnlySpan<double> constants,");
            for (var operand = 0; operand < references.Count; operand++)
                writer.Line($"ref {types[operand]} {references[operand]},");
            writer.Line("nuint count)");
            TypeArguments.WriteConstraints(writer, plan, element);
        }

        using (writer.Open())
        {
            using (writer.Open("switch (target)"))
            {
                foreach (var target in Target.All.Reverse())
                    WriteCase(target.Name, target, plan);
                if (strict == plan)
                    WriteCase("StrictScalar", Target.Scalar, plan);
                else if (element == Element.Double)
                    WriteCase("StrictScalar", Target.Scalar, strict);
                writer.Line("default:");
                using (writer.Indent())
                    writer.Line($"throw new ArgumentOutOfRangeException(\"target\", target, $\"{plan.Declaration.Name} has no kernel of {element.Keyword} for {{target}}.\");");
            }
        }

        void WriteCase(string name, Target target, KernelPlan of)
        {
            writer.Line($"case KernelTarget.{name}:");
            using (writer.Indent())
            {
                writer.Line($"{of.KernelName(target)}.Run{TypeArguments.Of(of, target, element)}(");
                using (writer.Indent())
                    writer.Line($"in {of.StepConstantsName}.In(constants), {arguments}, count);");
                writer.Line("break;");
            }
        }
    }
}
