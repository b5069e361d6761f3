using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes Apply: a step over the user's own memory, every check before the first write.</summary>
internal sealed class ApplyWriter(
    IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, Element element)
{
    private const string Span = "global::System.Span";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
    private const string Check = Aliases.Runtime + "Operands";
    private const string Block = Aliases.Runtime + "BlockReduction";

    private readonly string _face = $"{Aliases.Library}IUpdateRule<{Names.Escape(rule.Name)}>";
    private readonly IReadOnlyList<string> _operands = OperandsOf(rule);

    private IEnumerable<string> States => _operands.Skip(Graph.FirstState);

    private bool HasScalars => rule.Scalars.Count > 0;

    public void Write()
    {
        WriteDocumentation();
        writer.Line("public void Apply(");
        using (writer.Indent())
        {
            writer.Line("int step,");
            writer.Line($"{Span}<{element.Keyword}> parameter,");
            writer.Line($"global::System.ReadOnlySpan<{element.Keyword}> gradient,");
            foreach (var state in States)
                writer.Line($"{Span}<{element.Keyword}> {state},");
            if (HasScalars)
                writer.Line($"{Span}<double> scalars,");
            writer.Line("double gradientScale = 1)");
        }

        using (writer.Open())
        {
            WriteChecks();
            WriteSteps();
        }
    }

    private static IReadOnlyList<string> OperandsOf(RuleModel rule)
    {
        var names = new Names("step", "gradientScale", "uniforms", "target", "scalars", "reductions", "summands", "start", "length", "context");
        return [names.Take("parameter"), names.Take("gradient"), .. rule.States.Select(state => names.Take(state.Name))];
    }

    private void WriteDocumentation()
    {
        var precision = element == Element.Single ? "single" : "double";
        writer.Line($"/// <summary>One step over memory of your own, in {precision} precision.</summary>");
        writer.Line("/// <param name=\"step\">The step, counted from 1.</param>");
        writer.Line("/// <param name=\"parameter\">The parameter; updated.</param>");
        writer.Line("/// <param name=\"gradient\">Its gradient.</param>");
        for (var index = 0; index < rule.States.Count; index++)
        {
            var name = rule.States[index].Name;
            var optional = IsAlwaysUsed(index) ? "" : " Empty where the variant does not use it.";
            var parameter = _operands[Graph.FirstState + index].TrimStart('@');
            writer.Line($"/// <param name=\"{parameter}\">The state {name}; updated. Before step 1 it holds its initial value.{optional}</param>");
        }

        if (HasScalars)
        {
            var names = string.Join(", ", rule.Scalars.Select(static scalar => scalar.Name));
            writer.Line($"/// <param name=\"scalars\">The scalars {names}; updated. Before step 1 they hold their initial values.</param>");
        }

        writer.Line("/// <param name=\"gradientScale\">What the gradient is multiplied by; finite.</param>");
        writer.Line("/// <exception cref=\"global::System.ArgumentException\">The lengths differ, or operands share memory; nothing is written.</exception>");
        writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">step is less than 1, or gradientScale is not finite; nothing is written.</exception>");
    }

    private void WriteChecks()
    {
        writer.Line($"{Check}.CheckStep(step);");
        writer.Line($"{Check}.CheckGradientScale(gradientScale);");
        for (var operand = 1; operand < _operands.Count; operand++)
        {
            var state = operand - Graph.FirstState;
            if (state < 0 || IsAlwaysUsed(state))
            {
                WriteChecks(operand);
                continue;
            }

            var users = plans.Where(plan => plan.Uses(state)).Select(static plan => plan.Index).ToList();
            var isUsed = users.Count == 0 ? "" : $" || (({_face})this).Variant is {string.Join(" or ", users)}";
            using (writer.Open($"if (!{_operands[operand]}.IsEmpty{isUsed})"))
                WriteChecks(operand);
        }

        if (HasScalars)
            writer.Line($"{Check}.CheckScalars(scalars, {rule.Scalars.Count});");
        writer.Line($"{Aliases.Runtime}FloatingPointMode.Check();");
        writer.Blank();
    }

    private void WriteChecks(int operand)
    {
        for (var other = 0; other < operand; other++)
        {
            var isOptional = other >= Graph.FirstState && !IsAlwaysUsed(other - Graph.FirstState);
            writer.Line($"{Check}.{(isOptional ? "CheckOverlap" : "Check")}<{element.Keyword}>({_operands[operand]}, {_operands[other]});");
        }
    }

    private void WriteSteps()
    {
        writer.Line($"var target = {Aliases.Library}KernelTargets.Selected;");
        writer.Line($"{Span}<double> uniforms = stackalloc double[{Aliases.Kernels}Schema.UniformCount];");
        var scalars = HasScalars ? ", Scalars = scalars" : "";
        var phase = 0;
        if (rule.Measure is { } measure)
        {
            WriteMeasure(measure, scalars);
            scalars += ", Reductions = reductions";
            phase++;
        }

        var context = rule.Prepared.Count == 0
            ? "new(step, gradientScale)"
            : $"new(step, gradientScale) {{ Count = parameter.Length{scalars} }}";
        writer.Line($"(({_face})this).Prepare({phase}, target, {context}, uniforms);");
        WriteCalls(phase, "", "(nuint)parameter.Length", ", zeroGradients: false", []);
    }

    /// <summary>The measuring pass, block by block, as the runtime makes it.</summary>
    private void WriteMeasure(PhaseModel measure, string scalars)
    {
        var count = measure.Reductions.Count;
        var starts = string.Join(", ", measure.Reductions.Select(static reduction =>
            reduction.Kind == ReductionKind.Sum ? "0.0" : "double.NegativeInfinity"));
        writer.Line($"{Span}<double> reductions = [{starts}];");
        writer.Line($"{Span}<{element.Keyword}> summands = stackalloc {element.Keyword}[{count} * {Block}.Length];");
        writer.Line($"(({_face})this).Prepare(0, target, new(step, gradientScale) {{ Count = parameter.Length{scalars} }}, uniforms);");
        using (writer.Open($"for (var start = 0; start < parameter.Length; start += {Block}.Length)"))
        {
            writer.Line($"var length = global::System.Math.Min({Block}.Length, parameter.Length - start);");
            var buffers = Enumerable.Range(0, count).Select(index => $"ref summands[{index} * {Block}.Length]");
            WriteCalls(0, ", start", "(nuint)length", "", buffers);
            for (var index = 0; index < count; index++)
            {
                var block = $"summands.Slice({index} * {Block}.Length, length)";
                writer.Line(measure.Reductions[index].Kind == ReductionKind.Sum
                    ? $"reductions[{index}] += {Block}.Sum<{element.Keyword}>({block});"
                    : $"reductions[{index}] = global::System.Math.Max(reductions[{index}], {Block}.Maximum<{element.Keyword}>({block}));");
            }
        }

        writer.Blank();
    }

    private void WriteCalls(int phase, string start, string length, string zeroGradients, IEnumerable<string> outputs)
    {
        var name = ReferenceWriter.NameOf(rule.Phases[phase]);
        var references = _operands.Select(operand => start.Length == 0
            ? $"ref {Reference}({operand})"
            : $"ref {Aliases.Memory}Unsafe.Add(ref {Reference}({operand}){start})").Concat(outputs).ToList();
        using (writer.Open($"if (target == {Aliases.Library}KernelTarget.Reference)"))
            WriteCall(name, "step, gradientScale, uniforms", references, length + zeroGradients);
        using (writer.Open("else"))
        {
            InterfaceWriter.WriteVariants(writer, _face, plans, plan => WriteCall(
                $"{Aliases.Kernels}{plan.Phases[phase].Plan.DispatchName}.Run<{Aliases.Runtime}KeepGradients>",
                "target, uniforms", references, length));
        }
    }

    private void WriteCall(string method, string first, IEnumerable<string> references, string last)
    {
        writer.Line($"{method}(");
        using (writer.Indent())
        {
            writer.Line(first + ",");
            foreach (var reference in references)
                writer.Line(reference + ",");
            writer.Line(last + ");");
        }
    }

    private bool IsAlwaysUsed(int state) => plans.All(plan => plan.Uses(state));
}
