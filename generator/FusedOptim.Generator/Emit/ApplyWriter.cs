using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes Apply: a step over the user's own memory, every check before the first write.</summary>
internal static class ApplyWriter
{
    private const string Span = "global::System.Span";
    private const string ReadOnlySpan = "global::System.ReadOnlySpan";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";

    public static void Write(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans)
    {
        foreach (var element in Element.All)
        {
            writer.Blank();
            Write(writer, rule, plans, element);
        }
    }

    private static void Write(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, Element element)
    {
        var plan = plans[0].Plan;
        var names = new Names("step", "gradientScale", "uniforms", "target");
        var operands = plan.Operands.Select(operand => names.Take(plan.OperandName(operand))).ToList();
        var states = operands.Skip(Graph.FirstState).ToList();
        var precision = element == Element.Single ? "single" : "double";

        writer.Line($"/// <summary>One step over memory of your own, in {precision} precision.</summary>");
        writer.Line("/// <param name=\"step\">The step, counted from 1.</param>");
        writer.Line("/// <param name=\"parameter\">The parameter; updated.</param>");
        writer.Line("/// <param name=\"gradient\">Its gradient.</param>");
        for (var index = 0; index < states.Count; index++)
        {
            var name = states[index].TrimStart('@');
            var optional = IsAlwaysUsed(plans, index) ? "" : " Empty where the variant does not use it.";
            writer.Line($"/// <param name=\"{name}\">The state {name}; updated. Before step 1 it holds its initial value.{optional}</param>");
        }

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
            WriteBody(writer, rule, plans, element, operands);
    }

    private static void WriteBody(
        IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, Element element,
        IReadOnlyList<string> operands)
    {
        var name = Names.Escape(rule.Name);
        var face = $"{Aliases.Library}IUpdateRule<{name}>";
        const string Check = Aliases.Runtime + "Operands";
        writer.Line($"{Check}.CheckStep(step);");
        writer.Line($"{Check}.CheckGradientScale(gradientScale);");
        for (var operand = 1; operand < operands.Count; operand++)
        {
            var state = operand - Graph.FirstState;
            if (state < 0 || IsAlwaysUsed(plans, state))
            {
                WriteChecks(operand);
                continue;
            }

            var users = string.Join(" or ", plans.Where(plan => plan.Plan.Uses(state)).Select(static plan => plan.Index));
            using (writer.Open($"if (!{operands[operand]}.IsEmpty || (({face})this).Variant is {users})"))
                WriteChecks(operand);
        }

        void WriteChecks(int operand)
        {
            for (var other = 0; other < operand; other++)
            {
                var isOptional = other >= Graph.FirstState && !IsAlwaysUsed(plans, other - Graph.FirstState);
                writer.Line($"{Check}.{(isOptional ? "CheckOverlap" : "Check")}<{element.Keyword}>({operands[operand]}, {operands[other]});");
            }
        }

        writer.Line($"{Aliases.Runtime}FloatingPointMode.Check();");
        writer.Blank();
        writer.Line($"var target = {Aliases.Library}KernelTargets.Selected;");
        writer.Line($"{Span}<double> uniforms = stackalloc double[{Aliases.Kernels}Schema.UniformCount];");
        writer.Line($"(({face})this).Prepare(0, target, new(step, gradientScale), uniforms);");
        using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
            WriteCall(writer, "RunReference", ["step", "gradientScale"], operands, ["(nuint)parameter.Length", "zeroGradients: false"]);
        using (writer.Open("else"))
        {
            InterfaceWriter.WriteVariants(writer, face, plans, plan => WriteCall(
                writer, $"{Aliases.Kernels}{plan.Plan.DispatchName}.Run<{Aliases.Runtime}KeepGradients>",
                ["target", "uniforms"], operands, ["(nuint)parameter.Length"]));
        }
    }

    private static bool IsAlwaysUsed(IReadOnlyList<VariantPlan> plans, int state) => plans.All(plan => plan.Plan.Uses(state));

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
