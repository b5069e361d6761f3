using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using FusedOptim.Generator.IR;

namespace FusedOptim.Documentation.Tests;

/// <summary>
/// The tables of operations and functions: the operations of the table that drives the compiler, and every function of
/// System.Math, of double and of Elementwise that it takes. In the examples x, y and z are real, n and k are int, p and q are
/// bool.
/// </summary>
internal sealed partial class LanguageFunctions
{
    // What the compiler reads without a row of their own in its table.
    private static readonly string[] Combined = ["+x", "n / k", "n % k", "~n", "n & k", "n | k", "n ^ k", "(int)x", "(double)n"];

    private readonly LanguageProbe _probe;
    private readonly int _nothing;
    private readonly List<(string Example, string Remark, int Uniform, int Varying)> _operations = [];
    private readonly List<(string Example, string Remark, int Uniform, int Varying)> _functions = [];

    public LanguageFunctions(LanguageProbe probe)
    {
        _probe = probe;
        _nothing = Probe("x");
        foreach (var description in OpTable.All.Select(row => row.Value.Description).OfType<string>())
        {
            var (example, remark) = Split(description);
            if (!example.Contains('('))
                _operations.Add(Entry(example, remark));
        }

        _operations.AddRange(Combined.Select(example => Entry(example, "")));
        var remarks = OpTable.All.Select(row => row.Value.Description).OfType<string>().Select(Split)
            .ToDictionary(split => split.Example, split => split.Remark);
        remarks.Add("Math.Clamp(x, y, z)", "y and z are step constants ([FOPT028](diagnostics/FOPT028.md)); y above z throws before the step");
        foreach (var example in Functions(typeof(Math), "Math").Concat(Functions(typeof(Elementwise), "Elementwise")).Concat(OfDouble()))
            _functions.Add(Entry(example, remarks.GetValueOrDefault(example, "")));
    }

    public void WriteOperations(StringBuilder text) => Write(text, "operation", _operations);

    public void WriteFunctions(StringBuilder text) => Write(
        text, "function", _functions.Where(entry => _probe.IsAccepted(entry.Uniform) || _probe.IsAccepted(entry.Varying)));

    private void Write(
        StringBuilder text, string what, IEnumerable<(string Example, string Remark, int Uniform, int Varying)> entries)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {what} | of step constants | of varying values | cost | |\n|---|---|---|---|---|\n");
        foreach (var (example, remark, uniform, varying) in entries)
        {
            var cost = _probe.IsAccepted(varying) ? CostOf(example, varying) : "";
            text.Append(CultureInfo.InvariantCulture,
                $"| `{example.Replace("|", "\\|")}` | {_probe.Cell(uniform)} | {_probe.Cell(varying)} | {cost} | {remark} |\n");
        }
    }

    private string CostOf(string example, int varying)
    {
        var conditions = Letter().Matches(example).Select(match => match.Value).Distinct().Count(letter => letter is "p" or "q");
        var cost = _probe.Cost(varying) - _probe.Cost(_nothing) - conditions - (IsTruth(example) ? 1 : 0);
        return cost.ToString(CultureInfo.InvariantCulture);
    }

    private (string Example, string Remark, int Uniform, int Varying) Entry(string example, string remark) => (
        example, remark,
        Probe(Substitute(example, letter => letter switch
        {
            "x" => "A", "y" => "B", "z" => "C", "n" => "N", "k" => "K", "p" => "(A > B)", _ => "(A > C)",
        })),
        Probe(Substitute(example, letter => letter switch
        {
            "x" => "gradient",
            // A clamp of what varies has bounds that do not.
            "y" when example.Contains("Clamp", StringComparison.Ordinal) => "B",
            "z" when example.Contains("Clamp", StringComparison.Ordinal) => "C",
            "n" when example.Contains('.') => "N",
            "y" => "parameter", "z" => "m", "n" => "(int)gradient", "k" => "(int)parameter",
            "p" => "(gradient > 0)", _ => "(parameter > 0)",
        }), example));

    private int Probe(string expression) => Probe(expression, expression);

    /// <summary>A rule that returns the expression; a truth value chooses between two others.</summary>
    private int Probe(string expression, string example)
    {
        expression = Substitute(expression, static letter => letter == "x" ? "gradient" : letter);
        var value = IsTruth(example) ? $"{expression} ? gradient : 0.0" : expression;
        return _probe.Add(
            $"private double Direction(double gradient, double parameter, [State] ref double m) {{ m = gradient * 0.5; return {value}; }}");
    }

    private static bool IsTruth(string example) =>
        Comparison().IsMatch(example) || example.Contains("Is", StringComparison.Ordinal) ||
        (example.Contains('p') && !example.Contains('?') && !example.Contains('('));

    private static string Substitute(string example, Func<string, string> value) =>
        Letter().Replace(example, match => value(match.Value));

    private static (string Example, string Remark) Split(string description)
    {
        var end = description.IndexOf("), ", StringComparison.Ordinal);
        return end < 0 ? (description, "") : (description[..(end + 1)], description[(end + 3)..]);
    }

    private static IEnumerable<string> Functions(Type type, string name)
    {
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsSpecialName && !method.IsGenericMethod &&
                method.GetParameters() is { Length: > 0 and <= 3 } parameters &&
                parameters.All(parameter => parameter.ParameterType == typeof(double) || parameter.ParameterType == typeof(int)) &&
                parameters[0].ParameterType == typeof(double) &&
                (method.ReturnType == typeof(double) || method.ReturnType == typeof(bool)))
            .OrderBy(method => method.Name, StringComparer.Ordinal)
            .Select(method => $"{name}.{method.Name}({string.Join(", ", method.GetParameters().Select(Name))})")
            .Distinct();
    }

    private static string Name(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(int) ? "n" : parameter.Position switch { 0 => "x", 1 => "y", _ => "z" };

    /// <summary>The functions of double that System.Math has not.</summary>
    private static IEnumerable<string> OfDouble()
    {
        var known = Functions(typeof(Math), "double").ToHashSet();
        return Functions(typeof(double), "double").Where(function => !known.Contains(function));
    }

    [GeneratedRegex(@"(?<![\w.])[xyznkpq](?!\w)")]
    private static partial Regex Letter();

    [GeneratedRegex("[a-z] (<|<=|>|>=|==|!=) [a-z]")]
    private static partial Regex Comparison();
}
