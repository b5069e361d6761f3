using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes Apply: a step over the user's own memory, every check before the first write.</summary>
internal sealed class ApplyWriter
{
    private const string Span = "global::System.Span";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";
    private const string Check = FullNames.Runtime + "Operands";
    private const string Block = FullNames.Numerics + "BlockReduction";

    private readonly IndentedTextWriter _writer;
    private readonly RuleModel _rule;
    private readonly IReadOnlyList<VariantPlan> _plans;
    private readonly Element _element;
    private readonly IReadOnlyList<string> _operands;
    private readonly string _target;
    private readonly string _constants;
    private readonly string _reductions;
    private readonly string _summands;
    private readonly string _start;
    private readonly string _length;

    public ApplyWriter(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans, Element element)
    {
        (_writer, _rule, _plans, _element) = (writer, rule, plans, element);
        // Users see the parameters: those have the names that the rule gives them, and locals go out of their way.
        var names = new Names(RuleModel.ApplyParameters);
        _operands = [names.Take("parameter"), names.Take("gradient"), .. rule.States.Select(state => names.Take(state.Name))];
        (_target, _constants) = (names.Take("target"), names.Take("constants"));
        (_reductions, _summands) = (names.Take("reductions"), names.Take("summands"));
        (_start, _length) = (names.Take("start"), names.Take("length"));
    }

    private IEnumerable<string> States => _operands.Skip(Graph.FirstState);

    private bool HasScalars => _rule.Scalars.Count > 0;

    public void Write()
    {
        WriteDocumentation();
        _writer.Line("public void Apply(");
        using (_writer.Indent())
        {
            _writer.Line("int step,");
            _writer.Line($"{Span}<{_element.Keyword}> parameter,");
            _writer.Line($"global::System.ReadOnlySpan<{_element.Keyword}> gradient,");
            foreach (var state in States)
                _writer.Line($"{Span}<{_element.Keyword}> {state},");
            if (HasScalars)
                _writer.Line($"{Span}<double> scalars,");
            _writer.Line("double gradientScale = 1)");
        }

        using (_writer.Open())
        {
            WriteChecks();
            WriteSteps();
        }
    }

    private void WriteDocumentation()
    {
        var precision = _element == Element.Single ? "single" : "double";
        _writer.Line($"/// <summary>One step over memory of your own, in {precision} precision. Over no elements it does nothing.</summary>");
        _writer.Line("/// <param name=\"step\">The step, counted from 1.</param>");
        _writer.Line("/// <param name=\"parameter\">The parameter; updated.</param>");
        _writer.Line("/// <param name=\"gradient\">Its gradient.</param>");
        for (var index = 0; index < _rule.States.Count; index++)
        {
            var name = _rule.States[index].Name;
            var optional = IsAlwaysUsed(index) ? "" : " Empty where the variant does not use it.";
            var parameter = _operands[Graph.FirstState + index].TrimStart('@');
            _writer.Line($"/// <param name=\"{parameter}\">The state {name}; updated. Before step 1 it holds its initial value.{optional}</param>");
        }

        if (HasScalars)
        {
            var names = string.Join(", ", _rule.Scalars.Select(static scalar => scalar.Name));
            _writer.Line($"/// <param name=\"scalars\">The scalars {names}; updated. Before step 1 they hold their initial values.</param>");
        }

        _writer.Line("/// <param name=\"gradientScale\">What the gradient is multiplied by; finite.</param>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">The lengths differ, or operands share memory; nothing is written.</exception>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">step is less than 1, or gradientScale is not finite; nothing is written.</exception>");
    }

    private void WriteChecks()
    {
        _writer.Line($"{Check}.CheckStep(step);");
        _writer.Line($"{Check}.CheckGradientScale(gradientScale);");
        for (var operand = 1; operand < _operands.Count; operand++)
        {
            var state = operand - Graph.FirstState;
            if (state < 0 || IsAlwaysUsed(state))
            {
                WriteChecks(operand);
                continue;
            }

            var users = _plans.Where(plan => plan.Uses(state)).Select(static plan => plan.Index).ToList();
            var isUsed = users.Count == 0 ? "" : $" || (({FullNames.RuleInterface})this).Variant is {string.Join(" or ", users)}";
            using (_writer.Open($"if (!{_operands[operand]}.IsEmpty{isUsed})"))
                WriteChecks(operand);
        }

        if (HasScalars)
            _writer.Line($"{Check}.CheckScalars(scalars, {_rule.Scalars.Count});");
        _writer.Line($"{FullNames.Runtime}FloatingPointEnvironment.Check();");
        // Of no elements there is no maximum that Prepare could compute with.
        _writer.Line("if (parameter.IsEmpty)");
        using (_writer.Indent())
            _writer.Line("return;");
        _writer.Blank();
    }

    private void WriteChecks(int operand)
    {
        for (var other = 0; other < operand; other++)
        {
            var isOptional = other >= Graph.FirstState && !IsAlwaysUsed(other - Graph.FirstState);
            _writer.Line($"{Check}.{(isOptional ? "CheckOverlap" : "Check")}<{_element.Keyword}>({_operands[operand]}, {_operands[other]});");
        }
    }

    private void WriteSteps()
    {
        _writer.Line($"var {_target} = {FullNames.Execution}KernelTargets.Selected;");
        _writer.Line($"{Span}<double> {_constants} = stackalloc double[{FullNames.Schema(_rule)}.StepConstantCount];");
        var scalars = HasScalars ? ", Scalars = scalars" : "";
        var phase = 0;
        if (_rule.Measure is { } measure)
        {
            WriteMeasure(measure, scalars);
            scalars += $", Reductions = {_reductions}";
            phase++;
        }

        var context = _rule.Prepared.Count == 0
            ? "new(step, gradientScale)"
            : $"new(step, gradientScale) {{ Count = parameter.Length{scalars} }}";
        _writer.Line($"(({FullNames.RuleInterface})this).Prepare({phase}, {_target}, {context}, {_constants});");
        WriteCalls(phase, "", "(nuint)parameter.Length", ", zeroGradients: false", []);
    }

    /// <summary>The measuring pass, block by block, as the runtime makes it.</summary>
    private void WriteMeasure(PhaseModel measure, string scalars)
    {
        var count = measure.Reductions.Count;
        var starts = string.Join(", ", measure.Reductions.Select(static reduction =>
            reduction.Kind == ReductionKind.Sum ? "0.0" : "double.NegativeInfinity"));
        _writer.Line($"{Span}<double> {_reductions} = [{starts}];");
        _writer.Line($"{Span}<double> {_summands} = stackalloc double[{count} * {Block}.Length];");
        _writer.Line($"(({FullNames.RuleInterface})this).Prepare(0, {_target}, new(step, gradientScale) {{ Count = parameter.Length{scalars} }}, {_constants});");
        using (_writer.Open($"for (var {_start} = 0; {_start} < parameter.Length; {_start} += {Block}.Length)"))
        {
            _writer.Line($"var {_length} = global::System.Math.Min({Block}.Length, parameter.Length - {_start});");
            var buffers = Enumerable.Range(0, count).Select(index => $"ref {_summands}[{index} * {Block}.Length]");
            WriteCalls(0, $", {_start}", $"(nuint){_length}", "", buffers);
            for (var index = 0; index < count; index++)
            {
                var block = $"{_summands}.Slice({index} * {Block}.Length, {_length})";
                _writer.Line(measure.Reductions[index].Kind == ReductionKind.Sum
                    ? $"{_reductions}[{index}] += {Block}.Sum<double>({block});"
                    : $"{_reductions}[{index}] = global::System.Math.Max({_reductions}[{index}], {Block}.Maximum<double>({block}));");
            }
        }

        _writer.Blank();
    }

    private void WriteCalls(int phase, string start, string length, string zeroGradients, IEnumerable<string> outputs)
    {
        var name = "this." + ReferenceWriter.NameOf(_rule.Phases[phase]);
        var references = _operands.Select(operand => start.Length == 0
            ? $"ref {Reference}({operand})"
            : $"ref {FullNames.Unsafe}.Add(ref {Reference}({operand}){start})").Concat(outputs).ToList();
        using (_writer.Open($"if ({_target} == {FullNames.Execution}KernelTarget.Reference)"))
            WriteCall(name, $"step, gradientScale, {_constants}", references, length + zeroGradients);
        using (_writer.Open("else"))
        {
            VariantWriter.WriteSwitch(_writer, FullNames.RuleInterface, _plans, plan => WriteCall(
                $"{FullNames.Kernels(_rule)}{plan.Phases[phase].Plan.DispatchName}.Run{TypeArguments.Plain(plan.Phases[phase].Plan, _element, FullNames.Runtime)}",
                $"{_target}, {_constants}", references, length));
        }
    }

    private void WriteCall(string method, string first, IEnumerable<string> references, string last)
    {
        _writer.Line($"{method}(");
        using (_writer.Indent())
        {
            _writer.Line(first + ",");
            foreach (var reference in references)
                _writer.Line(reference + ",");
            _writer.Line(last + ");");
        }
    }

    private bool IsAlwaysUsed(int state) => _plans.All(plan => plan.Uses(state));
}
