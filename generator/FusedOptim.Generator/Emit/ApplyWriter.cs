using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes Apply: a step over the caller's memory, which the runtime checks and makes.</summary>
internal sealed class ApplyWriter
{
    private const string Span = "global::System.Span";

    private readonly IndentedTextWriter _writer;
    private readonly RuleModel _rule;
    private readonly IReadOnlyList<VariantPlan> _plans;
    private readonly IReadOnlyList<string> _operands;
    private readonly string _view;
    private readonly RecordNames _names;
    private readonly IReadOnlyList<string> _inputs;

    public ApplyWriter(IndentedTextWriter writer, RuleModel rule, IReadOnlyList<VariantPlan> plans)
    {
        (_writer, _rule, _plans, _names) = (writer, rule, plans, FullNames.Of(rule));
        var names = new Names(RuleModel.ApplyParameters);
        _operands = [names.Take("parameter"), names.Take("gradient"), .. rule.States.Select(state => names.Take(state.Name))];
        _view = names.Take("view");
        _inputs = [.. rule.Inputs.Select(input => names.Take(input.Name))];
    }

    private IEnumerable<string> States => _operands.Skip(Graph.FirstState);

    private bool HasScalars => _rule.Scalars.Count > 0;

    public void Write()
    {
        WriteDocumentation();
        WriteMethod(Element.Single);
        _writer.Blank();
        _writer.Line("/// <summary>Steps memory of the caller in double precision; parameters as in single precision.</summary>");
        WriteMethod(Element.Double);
    }

    private void WriteDocumentation()
    {
        _writer.Line(_rule.States.Count == 0
            ? "/// <summary>Steps memory of the caller in single precision.</summary>"
            : "/// <summary>Steps memory of the caller in single precision. Before step 1, states hold their initial values.</summary>");
        _writer.Line("/// <param name=\"step\">The step, counted from 1.</param>");
        _writer.Line("/// <param name=\"parameter\">The parameter; updated.</param>");
        _writer.Line("/// <param name=\"gradient\">Its gradient.</param>");
        if (_rule.UsesView)
            _writer.Line($"/// <param name=\"{_view}\">The rows and columns of the parameter.</param>");
        for (var index = 0; index < _rule.States.Count; index++)
        {
            var optional = _plans.All(plan => plan.Uses(index)) ? "" : " Empty where the variant does not use it.";
            var parameter = _operands[Graph.FirstState + index].TrimStart('@');
            _writer.Line($"/// <param name=\"{parameter}\">The state {_rule.States[index].Name}; updated.{optional}</param>");
        }

        for (var index = 0; index < _rule.Inputs.Count; index++)
        {
            var optional = !_rule.Inputs[index].IsElementwise || _plans.All(plan => plan.UsesInput(_rule, index)) ? "" : " Empty where the variant does not use it.";
            _writer.Line($"/// <param name=\"{_inputs[index].TrimStart('@')}\">The input {_rule.Inputs[index].Name}.{optional}</param>");
        }

        if (HasScalars)
        {
            var names = string.Join(", ", _rule.Scalars.Select(static scalar => scalar.Name));
            _writer.Line($"/// <param name=\"scalars\">The scalars {names}; updated. Before step 1 they hold their initial values.</param>");
        }

        _writer.Line("/// <param name=\"gradientScale\">The factor of the gradient; finite.</param>");
        _writer.Line($"/// <inheritdoc cref=\"{FullNames.Runtime}RuleApplication.Apply{{T}}\" path=\"/exception\"/>");
    }

    private void WriteMethod(Element element)
    {
        _writer.Line(GeneratedAttributes.OfMember(_names));
        _writer.Line("public void Apply(");
        using (_writer.Indent())
        {
            _writer.Line($"int step, {Span}<{element.Keyword}> parameter, global::System.ReadOnlySpan<{element.Keyword}> gradient,");
            var states = string.Concat(States.Select(state => $"{Span}<{element.Keyword}> {state}, "));
            var view = _rule.UsesView ? $"global::FusedOptim.MatrixView {_view}, " : "";
            var inputs = string.Concat(_inputs.Select((input, index) =>
                $"{(_rule.Inputs[index].IsElementwise ? $"global::System.ReadOnlySpan<{element.Keyword}>" : "double")} {input}, "));
            _writer.Line($"{view}{states}{inputs}{(HasScalars ? $"{Span}<double> scalars, " : "")}double gradientScale = 1) =>");
            List<string> others = [.. States.Select(static (state, index) => $"State{index} = {state}")];
            others.AddRange(_inputs.Take(_rule.ElementwiseInputs.Count()).Select(static (input, index) => $"Input{index} = {input}"));
            if (_rule.Inputs.Any(static input => !input.IsElementwise))
                others.Add($"Inputs = [{string.Join(", ", _inputs.Select((input, index) => _rule.Inputs[index].IsElementwise ? "0" : input))}]");
            if (HasScalars)
                others.Add("Scalars = scalars");
            if (_rule.UsesView)
                others.Add($"View = {_view}");
            var more = others.Count == 0 ? "" : $" {{ {string.Join(", ", others)} }}";
            _writer.Line($"{_names.Runtime}RuleApplication.Apply<{element.Keyword}>(");
            using (_writer.Indent())
                _writer.Line($"this, step, gradientScale, new(parameter, gradient){more});");
        }
    }
}
