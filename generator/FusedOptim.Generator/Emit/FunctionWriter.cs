using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the generated part of a function's record: hyperparameters, Apply, Differentiate, and what the runtime calls.</summary>
internal sealed class FunctionWriter
{
    private static readonly Dictionary<int, string> NothingPrepared = [];

    private readonly IndentedTextWriter _writer = new();
    private readonly FunctionModel _function;
    private readonly Variants _variants;
    private readonly IReadOnlyList<FunctionPlan> _plans;
    private readonly string _name;
    private readonly string _face;
    private readonly RecordNames _names;
    private readonly string _functions;
    private readonly string _targets;
    private readonly string _pass;

    public FunctionWriter(FunctionModel function, Variants variants, IReadOnlyList<FunctionPlan> plans)
    {
        (_function, _variants, _plans, _names) = (function, variants, plans, FullNames.Of(function));
        _name = Names.Escape(function.Name);
        _functions = _names.Library + "Functions.";
        _targets = _names.Library + "Execution.KernelTarget";
        _pass = _functions + "FunctionKernel";
        _face = $"{_functions}IElementwiseFunction<{_name}>";
    }

    public string Write()
    {
        HeaderWriter.WriteFull(_writer, _function, _plans);
        _names.WriteNamespace(_writer, _ => WriteRecord());
        return _writer.ToString();
    }

    private void WriteRecord()
    {
        using (_writer.Open($"partial record {_name} : {_face}"))
        {
            HyperparameterWriter.WriteProperties(_writer, _function, "init");
            foreach (var element in Element.All)
            {
                _writer.Blank();
                WriteSpans(element, differentiates: false);
                _writer.Blank();
                WriteSpans(element, differentiates: true);
            }

            _writer.Blank();
            _writer.Line(GeneratedAttributes.OfMember(_names));
            _writer.Line($"static {_functions}FunctionSchema {_face}.Schema => {_names.Schema}.Function;");
            _writer.Blank();
            VariantWriter.WriteProperty(_writer, _function, _variants, _face);
            HyperparameterWriter.WriteGetter(_writer, _function, _face);
            _writer.Blank();
            WritePrepare();
            _writer.Blank();
            WriteLoops();
            _writer.Blank();
            OperationsWriter.Write(_writer, _names, $"{_functions}FunctionOperation", _face, _plans);
            _writer.Blank();
            var arguments = _function.Arguments.Select(static (_, index) => $"arguments[{index}]");
            _writer.Line(GeneratedAttributes.OfCaller(_names));
            _writer.Line($"double {_face}.Evaluate(global::System.ReadOnlySpan<double> arguments) => {FunctionModel.Method}({string.Join(", ", arguments)});");
        }
    }

    /// <summary>Apply or Differentiate over spans, for users.</summary>
    private void WriteSpans(Element element, bool differentiates)
    {
        var names = new Names();
        var arguments = _function.Arguments.Select(names.Take).ToList();
        var (values, derivatives) = (names.Take("values"), names.Take("derivatives"));
        var precision = element == Element.Single ? "single" : "double";
        var pass = differentiates ? "Differentiate" : "Apply";
        _writer.Line(differentiates
            ? $"/// <summary>The function of each element and its derivative by <paramref name=\"{arguments[0].TrimStart('@')}\"/>, in {precision} precision.</summary>"
            : $"/// <summary>The function of each element, in {precision} precision.</summary>");
        foreach (var argument in arguments)
            _writer.Line($"/// <param name=\"{argument.TrimStart('@')}\">The argument {argument.TrimStart('@')}.</param>");
        _writer.Line($"/// <param name=\"{values}\">Receives the values; may be the memory of an argument.</param>");
        if (differentiates)
            _writer.Line($"/// <param name=\"{derivatives}\">Receives the derivatives; may be the memory of an argument.</param>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">The lengths differ, results share memory, or one shares a part of an argument's; nothing is written.</exception>");
        _writer.Line(GeneratedAttributes.OfMember(_names));
        _writer.Line($"public void {pass}(");
        using (_writer.Indent())
        {
            foreach (var argument in arguments)
                _writer.Line($"global::System.ReadOnlySpan<{element.Keyword}> {argument},");
            _writer.Line($"global::System.Span<{element.Keyword}> {values}{(differentiates ? "," : ") =>")}");
            if (differentiates)
                _writer.Line($"global::System.Span<{element.Keyword}> {derivatives}) =>");
            var others = arguments.Skip(1).Select(static (argument, index) =>
                $"{FunctionPlan.ArgumentProperties[index + 1]} = {argument}").ToList();
            _writer.Line($"{_functions}ElementwiseFunction.Run(");
            using (_writer.Indent())
            {
                _writer.Line($"this, {_pass}.{pass},");
                _writer.Line($"new {_functions}FunctionOperands<{element.Keyword}>({arguments[0]}, {values}{(differentiates ? ", " + derivatives : "")})" +
                    (others.Count == 0 ? ");" : $" {{ {string.Join(", ", others)} }});"));
            }
        }
    }

    private void WritePrepare()
    {
        _writer.Line(GeneratedAttributes.OfMember(_names));
        _writer.Line($"void {_face}.Prepare(");
        using (_writer.Indent())
            _writer.Line($"{_pass} pass, {_targets} target, global::System.Span<double> constants)");
        using (_writer.Open())
        {
            if (_plans.All(static plan => plan.Apply.StepConstantCount + plan.Differentiate.StepConstantCount == 0))
                return;
            // Derivatives of the reference are those of the strict kernel.
            WritePasses(pair => PrepareWriter.WriteStepConstants(
                _writer, pair, NothingPrepared, $"target is {_targets}.Reference or {_targets}.StrictScalar"));
        }
    }

    private void WriteLoops()
    {
        var isChosenByVariant = _plans.Count > 1;
        var value = isChosenByVariant ? $"(pass, (({_face})this).Variant)" : "pass";
        _writer.Line(GeneratedAttributes.OfMember(_names));
        _writer.Line($"{_functions}FunctionLoops {_face}.GetLoops({_pass} pass) => {value} switch");
        _writer.Line("{");
        using (_writer.Indent())
        {
            for (var index = 0; index < _plans.Count; index++)
            {
                var isLast = index == _plans.Count - 1;
                WriteCase($"{_pass}.Apply", _plans[index].Apply, index, isLast: false);
                WriteCase($"{_pass}.Differentiate", _plans[index].Differentiate, index, isLast);
            }
        }

        _writer.Line("};");

        void WriteCase(string pass, KernelPair pair, int variant, bool isLast)
        {
            var pattern = isLast ? "_" : isChosenByVariant ? $"({pass}, {variant})" : pass;
            _writer.Line($"{pattern} => {_functions}FunctionLoops<{pair.TypeArguments(_names.Kernels)}>.Instance,");
        }
    }

    private void WritePasses(Action<KernelPair> content)
    {
        using (_writer.Open($"if (pass == {_pass}.Apply)"))
            VariantWriter.WriteSwitch(_writer, _face, _plans, plan => content(plan.Apply));
        using (_writer.Open("else"))
            VariantWriter.WriteSwitch(_writer, _face, _plans, plan => content(plan.Differentiate));
    }
}
