using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>Writes the generated part of a function's record: hyperparameters, Apply, Differentiate, and what the runtime calls.</summary>
internal sealed class FunctionWriter
{
    private const string Pass = FullNames.Functions + "FunctionKernel";
    private const string Reference = FullNames.Execution + "KernelTarget.Reference";

    private static readonly Dictionary<int, string> NothingPrepared = [];

    private readonly IndentedTextWriter _writer = new();
    private readonly FunctionModel _function;
    private readonly Variants _variants;
    private readonly IReadOnlyList<FunctionPlan> _plans;
    private readonly string _name;
    private readonly string _face;

    public FunctionWriter(FunctionModel function, Variants variants, IReadOnlyList<FunctionPlan> plans)
    {
        (_function, _variants, _plans) = (function, variants, plans);
        _name = Names.Escape(function.Name);
        _face = $"{FullNames.Functions}IElementwiseFunction<{_name}>";
    }

    public string Write()
    {
        HeaderWriter.WriteFull(_writer, _function, _plans);
        if (_function.Namespace.Length > 0)
        {
            using (_writer.Open($"namespace {Names.EscapeAll(_function.Namespace)}"))
                WriteRecord();
        }
        else
        {
            WriteRecord();
        }

        _writer.Blank();
        KernelFiles.WriteNamespace(_writer, _function, WriteSchema);

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

            var references = new FunctionReferenceWriter(_writer, _function, _plans);
            _writer.Blank();
            references.WriteApply();
            _writer.Blank();
            references.WriteDifferentiate();
            _writer.Blank();
            _writer.Line($"static {FullNames.Functions}FunctionSchema {_face}.Schema => {FullNames.Schema(_function)}.Function;");
            _writer.Blank();
            VariantWriter.WriteProperty(_writer, _function, _variants, _face);
            HyperparameterWriter.WriteGetter(_writer, _function, _face);
            _writer.Blank();
            WritePrepare();
            foreach (var element in Element.All)
            {
                _writer.Blank();
                WriteRun(element);
            }
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
            _writer.Line($"{FullNames.Functions}ElementwiseFunction.Run(");
            using (_writer.Indent())
            {
                _writer.Line($"this, {Pass}.{pass},");
                _writer.Line($"new {FullNames.Functions}FunctionOperands<{element.Keyword}>({arguments[0]}, {values}{(differentiates ? ", " + derivatives : "")})" +
                    (others.Count == 0 ? ");" : $" {{ {string.Join(", ", others)} }});"));
            }
        }
    }

    private void WritePrepare()
    {
        _writer.Line($"void {_face}.Prepare(");
        using (_writer.Indent())
            _writer.Line($"{Pass} pass, {FullNames.Execution}KernelTarget target, global::System.Span<double> constants)");
        using (_writer.Open())
        {
            if (_plans.All(static plan => plan.Apply.StepConstantCount + plan.Differentiate.StepConstantCount == 0))
                return;
            WritePasses(pair =>
            {
                if (pair.Plan == pair.Strict)
                {
                    WriteStepConstants(pair.Plan);
                    return;
                }

                // Derivatives of the reference are those of the strict kernel.
                using (_writer.Open($"if (target is {Reference} or {FullNames.Execution}KernelTarget.StrictScalar)"))
                    WriteStepConstants(pair.Strict);
                using (_writer.Open("else"))
                    WriteStepConstants(pair.Plan);
            });
        }
    }

    private void WriteStepConstants(KernelPlan plan)
    {
        if (plan.StepConstants.Count > 0)
            PrepareWriter.WriteStepConstants(_writer, plan, NothingPrepared);
    }

    private void WriteRun(Element element)
    {
        _writer.Line($"void {_face}.Run(");
        using (_writer.Indent())
        {
            _writer.Line($"{Pass} pass, {FullNames.Execution}KernelTarget target, global::System.ReadOnlySpan<double> constants,");
            _writer.Line($"in {FullNames.Functions}FunctionOperands<{element.Keyword}> operands)");
        }

        using (_writer.Open())
        {
            _writer.Line($"operands.Check({FullNames.Schema(_function)}.Function, pass);");
            _writer.Line("var count = (nuint)operands.First.Length;");
            using (_writer.Open($"if (target == {Reference})"))
            {
                using (_writer.Open($"if (pass == {Pass}.Apply)"))
                    WriteCall("ApplyReference", "", _plans[0].Apply.Plan);
                using (_writer.Open("else"))
                    WriteCall("DifferentiateReference", "constants,", _plans[0].Differentiate.Plan);
                _writer.Blank();
                _writer.Line("return;");
            }

            _writer.Blank();
            WritePasses(pair =>
                WriteCall($"{FullNames.Kernels(_function)}{pair.Plan.DispatchName}.Run", "target, constants,", pair.Plan));
        }
    }

    private void WriteCall(string method, string first, KernelPlan plan)
    {
        _writer.Line(method + "(");
        using (_writer.Indent())
        {
            if (first.Length > 0)
                _writer.Line(first);
            foreach (var operand in plan.Operands)
                _writer.Line($"ref {operand.Argument},");
            _writer.Line("count);");
        }
    }

    private void WritePasses(Action<KernelPair> content)
    {
        using (_writer.Open($"if (pass == {Pass}.Apply)"))
            VariantWriter.WriteSwitch(_writer, _face, _plans, plan => content(plan.Apply));
        using (_writer.Open("else"))
            VariantWriter.WriteSwitch(_writer, _face, _plans, plan => content(plan.Differentiate));
    }

    private void WriteSchema(IndentedTextWriter writer)
    {
        var constants = _plans.Max(static plan => Math.Max(plan.Apply.StepConstantCount, plan.Differentiate.StepConstantCount));
        writer.Line($"/// <summary>{_function.Name} as data.</summary>");
        using (writer.Open("internal static class Schema"))
        {
            HyperparameterWriter.WriteSchemas(writer, _function);
            writer.Line("public static readonly FunctionSchema Function = new(");
            using (writer.Indent())
            {
                writer.Line($"{Literals.OfText(_function.Name)},");
                writer.Line($"FloatMode.{_function.FloatMode},");
                writer.Line($"[{string.Join(", ", _function.Hyperparameters.Select(HyperparameterWriter.FieldOf))}],");
                writer.Line($"[{string.Join(", ", _function.Arguments.Select(Literals.OfText))}],");
                writer.Line($"{constants});");
            }
        }
    }
}
