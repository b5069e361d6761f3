using System.Globalization;
using System.Text;

namespace FusedOptim.Documentation.Tests;

/// <summary>The tables of types, of what a method can read, and of statements and expressions.</summary>
internal sealed class LanguageConstructs
{
    private static readonly (string Type, string Value)[] s_types =
    [
        ("double", "2.0"), ("int", "2"), ("bool", "true"), ("Choice", "Choice.Second"), ("float", "2f"), ("long", "2"),
        ("decimal", "2"), ("string", "\"\""),
    ];

    private static readonly (string What, string Example, string Member)[] s_reads =
    [
        ("a hyperparameter", "A", ""),
        ("a constant", "Half", "private const double Half = 0.5;"),
        ("a static readonly field", "Third", "private static readonly double Third = 1 / 3.0;"),
        ("a property that is computed", "Rest", "private double Rest => 1 - A;"),
        ("a method of the rule", "Average(A, gradient)", "private static double Average(double rate, double x) => rate * x;"),
        ("a constant of .NET", "Math.PI", ""),
        ("a static field that can change", "s_count", "private static double s_count = 1;"),
        ("a property with a value of its own", "Factor", "private double Factor { get; init; } = 2;"),
        ("a method without source", "Random.Shared.NextDouble()", ""),
    ];

    private static readonly (string What, string Example)[] s_statements =
    [
        ("locals", "double x = gradient, y = 2; var z = x * y; m = z;"),
        ("constants", "const double Half = 0.5; m = Half * gradient;"),
        ("assignment, also inside an expression", "var x = m = gradient; m += x; m++;"),
        ("exchange", "var x = gradient; (x, m) = (m, x);"),
        ("`if` and `else`, on what varies too", "if (gradient > 0) m = 1; else if (m > 1) m /= 2; else m = 2;"),
        ("early return", "if (gradient == 0) return 0;"),
        ("`?:`", "m = gradient > 0 ? m : -m;"),
        ("`switch` statement with `default`", "switch (N) { case 1: m = 1; break; case > 2: m = 2; break; default: m = 3; break; }"),
        ("`switch` expression that ends with `_`", "m = gradient switch { > 1 => 1, < -1 => -1, _ => gradient };"),
        ("`is` with constants, comparisons, `and`, `or`, `not`", "if (gradient is > 0 and < 1 or 7) m = 1;"),
        ("`ref` locals", "ref var alias = ref m; alias = gradient;"),
        ("helpers with `ref` and `out` parameters", "Move(ref m, gradient);"),
        ("blocks and empty statements", "{ m = gradient; } ;"),
        ("loops", "for (var i = 0; i < 3; i++) m += gradient;"),
        ("`throw`", "if (N < 0) throw new InvalidOperationException();"),
        ("`try`", "try { m = 1; } finally { m = 2; }"),
        ("local functions", "static double Twice(double x) => 2 * x; m = Twice(gradient);"),
        ("lambdas", "m = ((Func<double, double>)(x => x))(gradient);"),
        ("new objects and arrays", "m = new[] { gradient }[0];"),
        ("tuples as values", "var pair = (gradient, m);"),
        ("`goto`", "goto end; end: m = 1;"),
        ("recursion", "m = Again(gradient);"),
        ("writing a hyperparameter", "A = 1;"),
    ];

    private readonly LanguageProbe _probe;
    private readonly List<List<int>> _types;
    private readonly List<int> _reads;
    private readonly List<int> _statements;

    public LanguageConstructs(LanguageProbe probe)
    {
        _probe = probe;
        _types = [.. s_types.Select(Types)];
        _reads = [.. s_reads.Select(row => probe.Add(
            $"{row.Member} private double Direction(double gradient) => gradient * {row.Example};"))];
        _statements = [.. s_statements.Select(row => probe.Add($$"""
            private double Direction(double gradient, double parameter, [State] ref double m, int step) { {{row.Example}} return gradient; }
            private static void Move(ref double x, double by) => x += by;
            private static double Again(double x) => Again(x);
            """))];
    }

    public void WriteTypes(StringBuilder text)
    {
        text.Append("| type | hyperparameter | uniform value | varying value |\n|---|---|---|---|\n");
        foreach (var ((type, _), probes) in s_types.Zip(_types))
        {
            var name = type == "Choice" ? "an enumeration over `int`" : $"`{type}`";
            var hyperparameter = type is "bool" or "Choice" ? "yes, of variants" : "yes";
            text.Append(CultureInfo.InvariantCulture,
                $"| {name} | {_probe.Cell(probes[0], hyperparameter)} | {_probe.Cell(probes[1])} | {_probe.Cell(probes[2])} |\n");
        }
    }

    public void WriteReads(StringBuilder text)
    {
        text.Append("| | for example | |\n|---|---|---|\n");
        foreach (var (row, probe) in s_reads.Zip(_reads))
        {
            var example = row.Member.Length == 0 ? row.Example : row.Member;
            text.Append(CultureInfo.InvariantCulture, $"| {row.What} | `{example}` | {_probe.Cell(probe)} |\n");
        }
    }

    public void WriteStatements(StringBuilder text)
    {
        text.Append("| | for example | |\n|---|---|---|\n");
        foreach (var (row, probe) in s_statements.Zip(_statements))
            text.Append(CultureInfo.InvariantCulture, $"| {row.What} | `{row.Example}` | {_probe.Cell(probe)} |\n");
    }

    /// <summary>Rules with the type as a hyperparameter, as a value that is the same for all elements, and as one that varies.</summary>
    private List<int> Types((string Type, string Value) row)
    {
        var (type, value) = row;
        var use = type switch
        {
            "bool" => "v ? gradient : 0.0",
            "Choice" => "v == Choice.First ? gradient : 0.0",
            "string" => "gradient * v.Length",
            _ => "gradient * (double)v",
        };
        var varying = type switch
        {
            "bool" => "gradient > 0",
            "string" => "gradient.ToString()",
            "double" => "gradient * 2",
            "Choice" => "gradient > 0 ? Choice.First : Choice.Second",
            _ => $"({type})gradient",
        };
        return
        [
            _probe.Add($"private double Direction(double gradient) {{ var v = H; return {use}; }}", $"{type} H = {value}"),
            _probe.Add($"private double Direction(double gradient) {{ {type} v = {value}; return {use}; }}"),
            _probe.Add($"private double Direction(double gradient) {{ {type} v = {varying}; return {use}; }}"),
        ];
    }
}
