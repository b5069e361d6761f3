using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;


namespace FusedOptim.Generator.Emit;

/// <summary>
/// Writes the reference of a function: plain loops that call the user's own method, where breakpoints work. Derivatives, which
/// nobody has written, are those of the strict kernel, in double.
/// </summary>
internal sealed class FunctionReferenceWriter
{
    private const string Unsafe = FullNames.Unsafe;

    private readonly IndentedTextWriter _writer;
    private readonly IReadOnlyList<FunctionPlan> _plans;
    private readonly string _face;
    private readonly IReadOnlyList<(string Local, string Reference)> _arguments;
    private readonly string _value;
    private readonly string _derivative;

    public FunctionReferenceWriter(
        IndentedTextWriter writer, FunctionModel function, IReadOnlyList<FunctionPlan> plans)
    {
        (_writer, _plans, _face) = (writer, plans, FullNames.InterfaceOf(function));
        var names = new Names("constants", "values", "derivatives", "count", "i", "T", FunctionModel.Method);
        _arguments = [.. function.Arguments.Select(name => (names.Take(name), names.Take(name + "s")))];
        (_value, _derivative) = (names.Take("value"), names.Take("derivative"));
    }

    private string Call => $"{FunctionModel.Method}({string.Join(", ", _arguments.Select(static argument => argument.Local))})";

    public void WriteApply()
    {
        Write("ApplyReference", [], ["values"], () => WriteStore("values", Call));
    }

    public void WriteDifferentiate()
    {
        Write("DifferentiateReference", ["global::System.ReadOnlySpan<double> constants"], ["values", "derivatives"], () =>
        {
            // The kernel writes no argument, but takes all by reference.
            _writer.Line($"var ({_value}, {_derivative}) = (0.0, 0.0);");
            VariantWriter.WriteSwitch(_writer, _face, _plans, plan =>
            {
                _writer.Line($"{FullNames.Kernels(plan.Differentiate.Plan.Declaration)}{plan.Differentiate.Plan.DispatchName}.Run(");
                using (_writer.Indent())
                {
                    _writer.Line($"{FullNames.Execution}KernelTarget.StrictScalar, constants,");
                    _writer.Line(string.Join(", ", [.. _arguments.Select(static argument => "ref " + argument.Local), "ref " + _value, "ref " + _derivative]) + ", 1);");
                }
            });
            WriteStore("values", Call);
            WriteStore("derivatives", _derivative);
        });
    }

    private void Write(string name, IReadOnlyList<string> parameters, IReadOnlyList<string> results, Action content)
    {
        _writer.Line($"private void {name}<T>(");
        using (_writer.Indent())
        {
            foreach (var parameter in parameters)
                _writer.Line(parameter + ",");
            foreach (var (_, reference) in _arguments)
                _writer.Line($"ref T {reference},");
            foreach (var result in results)
                _writer.Line($"ref T {result},");
            _writer.Line("nuint count)");
            _writer.Line("where T : unmanaged, global::System.Numerics.INumberBase<T>");
        }

        using (_writer.Open())
        using (_writer.Open("for (nuint i = 0; i < count; i++)"))
        {
            foreach (var (local, reference) in _arguments)
                _writer.Line($"var {local} = double.CreateTruncating({Unsafe}.Add(ref {reference}, i));");
            content();
        }
    }

    private void WriteStore(string reference, string value) =>
        _writer.Line($"{Unsafe}.Add(ref {reference}, i) = T.CreateTruncating({value});");
}
