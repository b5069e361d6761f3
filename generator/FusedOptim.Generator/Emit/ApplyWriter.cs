using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes Apply: a step over the user's own memory, every check before the first write.</summary>
internal static class ApplyWriter
{
    private const string Span = "global::System.Span";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";

    public static void Write(IndentedTextWriter writer, KernelPlan plan)
    {
        foreach (var element in Element.All)
        {
            writer.Blank();
            Write(writer, plan, element);
        }
    }

    private static void Write(IndentedTextWriter writer, KernelPlan plan, Element element)
    {
        var names = new Names("step", "gradientScale", "uniforms", "target");
        var operands = plan.Operands.Select(operand => names.Take(plan.OperandName(operand))).ToList();
        var states = operands.Skip(Graph.FirstState).ToList();
        var precision = element == Element.Single ? "single" : "double";

        writer.Line($"/// <summary>One step over memory of your own, in {precision} precision.</summary>");
        writer.Line("/// <param name=\"step\">The step, counted from 1.</param>");
        writer.Line("/// <param name=\"parameter\">The parameter; updated.</param>");
        writer.Line("/// <param name=\"gradient\">Its gradient.</param>");
        foreach (var state in states)
            writer.Line($"/// <param name=\"{state.TrimStart('@')}\">The state {state.TrimStart('@')}; updated. Before step 1 it holds its initial value.</param>");
        writer.Line("/// <param name=\"gradientScale\">What the gradient is multiplied by; finite.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The lengths differ, or operands share memory; nothing is written.</exception>");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">step is less than 1, or gradientScale is not finite; nothing is written.</exception>");
        writer.Line("public void Apply(");
        using (writer.Indent())
        {
            writer.Line("int step,");
            writer.Line($"{Span}<{element.Keyword}> parameter,");
            writer.Line($"{ReadOnlySpan}<{element.Keyword}> gradient,");
            foreach (var state in states)
                writer.Line($"{Span}<{element.Keyword}> {state},");
            writer.Line("double gradientScale = 1)");
        }

        using (writer.Open())
            WriteBody(writer, plan, element, operands);
    }

    private static void WriteBody(
        IndentedTextWriter writer, KernelPlan plan, Element element, IReadOnlyList<string> operands)
    {
        const string Check = Aliases.Runtime + "Operands";
        writer.Line($"{Check}.CheckStep(step);");
        writer.Line($"{Check}.CheckGradientScale(gradientScale);");
        for (var operand = 1; operand < operands.Count; operand++)
        {
            for (var other = 0; other < operand; other++)
                writer.Line($"{Check}.Check<{element.Keyword}>({operands[operand]}, {operands[other]});");
        }

        writer.Line($"{Aliases.Runtime}FloatingPointMode.Check();");
        writer.Blank();
        var rule = Names.Escape(plan.Rule.Name);
        writer.Line($"var target = {Aliases.Library}KernelTargets.Selected;");
        writer.Line($"{Span}<double> uniforms = stackalloc double[{Aliases.Kernels}Schema.UniformCount];");
        writer.Line($"(({Aliases.Library}IUpdateRule<{rule}>)this).Prepare(0, target, new(step, gradientScale), uniforms);");
        using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
            WriteCall(writer, "RunReference", ["step", "gradientScale"], operands, ["(nuint)parameter.Length", "zeroGradients: false"]);
        using (writer.Open("else"))
        {
            WriteCall(
                writer, $"{Aliases.Kernels}Dispatch.Run<{Aliases.Runtime}KeepGradients>",
                ["target", "uniforms"], operands, ["(nuint)parameter.Length"]);
        }
    }

    private static void WriteCall(
        IndentedTextWriter writer, string method, IEnumerable<string> first, IEnumerable<string> operands,
        IReadOnlyList<string> last)
    {
        writer.Line($"{method}(");
        using (writer.Indent())
        {
            writer.Line(string.Join(", ", first) + ",");
            foreach (var operand in operands)
                writer.Line($"ref {Reference}({operand}),");
            writer.Line(string.Join(", ", last) + ");");
        }
    }
}
