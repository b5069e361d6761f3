using System.Globalization;
using System.Text;

namespace FusedOptim.Documentation.Tests;

/// <summary>The table of names that bind the parameters of a rule's methods, by phase.</summary>
internal sealed class LanguageNames
{
    private static readonly string[] s_phases = ["Measure", "Prepare", "Direction", "Update", "Evaluate"];

    private static readonly (string Declaration, string Meaning)[] s_declarations =
    [
        ("double gradient", "the element's gradient, times the gradient scale, after the modifiers that change it"),
        ("double parameter", "the element's parameter"),
        ("ref double parameter", "the same, to write"),
        ("int step", "how many steps the parameter has taken, this one included: counted from 1"),
        ("long count", "the number of elements of the tensor"),
        ("long rows", "the number of rows of a matrix of its view; `long columns` likewise"),
        ("[State] double m", "a state: memory of its own for every element"),
        ("[State] ref double m", "the same, to write"),
        ("[Every(nameof(Period))] bool due", "an occasion: true at step 1 and every `Period` steps after it; each value has kernels of its own"),
        ("[State(Over.Row)] double r", "a state of the row (or the column) of the element; phases over rows write it"),
        ("[Sum] ref double added", "a sum over the elements, only added to: `added += …`"),
        ("[Sum(Over.Row)] ref double squares", "a sum over the row of the element; a column, a matrix and a maximum likewise"),
        ("[Max] ref double greatest", "a maximum over the elements: `greatest = Math.Max(greatest, …)`"),
        ("[Norm] ref double size", "a Euclidean norm over the elements: `size = double.Hypot(size, …)`"),
        ("double sum", "what `Measure` has summed (or the greatest) under that name"),
        ("[Scalar] ref double kept", "one value for each tensor or the model, kept from step to step"),
        ("double scalar", "a scalar, by its name; in `Measure` as the last step left it"),
        ("[Input] double hessian", "an element-wise input, which the caller writes before a step"),
        ("[Input(Over.Model)] double loss", "an input of the model (or of a tensor), which the caller gives before a step"),
        ("out double handed", "a uniform for the pass after"),
        ("double uniform", "what `Prepare` hands out under that name"),
    ];

    private readonly LanguageProbe _probe;
    private readonly List<List<int>> _probes;

    public LanguageNames(LanguageProbe probe)
    {
        _probe = probe;
        _probes = [.. s_declarations.Select(row => s_phases.Select(phase => Probe(phase, row.Declaration)).ToList())];
    }

    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"| declaration | {string.Join(" | ", s_phases.Select(phase => $"`{phase}`"))} | what it is |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var (row, probes) in s_declarations.Zip(_probes))
        {
            var cells = probes.Select(probe => _probe.IsAccepted(probe) ? "yes" : "–");
            text.Append(CultureInfo.InvariantCulture, $"| `{row.Declaration}` | {string.Join(" | ", cells)} | {row.Meaning} |\n");
        }
    }

    /// <summary>A rule with all phases, one of which takes the declaration too, in the place of what has its name there.</summary>
    private int Probe(string phase, string declaration)
    {
        string Parameters(string of, params string[] own)
        {
            var name = declaration.Split(' ')[^1];
            return of != phase
                ? string.Join(", ", own)
                : string.Join(", ", [.. own.Where(other => other.Split(' ')[^1] != name), declaration]);
        }

        var update = phase == "Update"
            ? $"private void Update({Parameters("Update", "ref double parameter")}) {{ parameter = 0; }}"
            : $"private double Direction({Parameters("Direction")}) => 1;";
        return _probe.Add($$"""
            private void Measure({{Parameters("Measure", "[Sum] ref double sum")}}) { sum += 1; }
            private void Prepare({{Parameters("Prepare", "double sum", "[Scalar] ref double scalar", "out double uniform")}}) { uniform = 1; handed = 1; }
            {{update}}
            private double Evaluate({{Parameters("Evaluate")}}) => 0;
            """.Replace(phase == "Prepare" && declaration.StartsWith("out", StringComparison.Ordinal) ? "\0" : " handed = 1;", ""));
    }
}
