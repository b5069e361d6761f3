using System.Text;

namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <summary>Random statements of the language, as text.</summary>
internal sealed class RandomStatements(RandomExpressions expressions)
{
    private const int DeepestIndent = 20;

    /// <summary>Calls of helpers that are statements, with {0} in the place of something to write and {1} of a value.</summary>
    public List<string> Helpers { get; } = [];

    /// <summary>Sums of the method at hand, which it can only add to.</summary>
    public List<string> Sums { get; } = [];

    /// <summary>Maxima of the method at hand, which it can only enter values into.</summary>
    public List<string> Maxima { get; } = [];

    /// <summary>The members of the enumeration that a hyperparameter has, with the hyperparameter; null for none.</summary>
    public (string Name, string[] Members)? Enumeration { get; set; }

    public string Statements(int count, int size, bool isVoid, string indent = "        ")
    {
        var text = new StringBuilder();
        var (variables, constants) = (expressions.Variables.Count, expressions.StepConstants.Count);
        for (var i = 0; i < count; i++)
            text.Append(Statement(size, isVoid, indent));
        // Locals of a block end with it; those of the method itself stay for its last statement.
        if (indent.Length > 8)
        {
            expressions.Variables.RemoveRange(variables, expressions.Variables.Count - variables);
            expressions.StepConstants.RemoveRange(constants, expressions.StepConstants.Count - constants);
        }

        return text.ToString();
    }

    /// <summary>A statement that adds to a sum or a maximum of the method.</summary>
    public string Accumulation(int size)
    {
        var index = expressions.Below(Sums.Count + Maxima.Count);
        if (index < Sums.Count)
            return $"{Sums[index]} += {expressions.Value(size)};";
        var largest = Maxima[index - Sums.Count];
        return expressions.Chance(50)
            ? $"{largest} = Math.Max({largest}, {expressions.Value(size)});"
            : $"{largest} = Math.Max({expressions.Value(size)}, {largest});";
    }

    /// <summary>Statements that enter one number into each of some norms, on one way or on both, which is all that a method can do with them.</summary>
    public string Entries(IEnumerable<string> norms, int size) => string.Concat(norms.Select(norm => "\n        " + expressions.Below(5) switch
    {
        0 => $"if ({expressions.Truth(size)})\n            {Entry(norm, size)}",
        1 => $"if ({expressions.Truth(size)})\n            {Entry(norm, size)}\n        else\n            {Entry(norm, size)}",
        _ => Entry(norm, size),
    }));

    private string Entry(string norm, int size)
    {
        var value = expressions.Value(size);
        return expressions.Chance(70) ? $"{norm} = double.Hypot({norm}, {value});" : $"{norm} = double.Hypot({value}, {norm});";
    }

    private string Statement(int size, bool isVoid, string indent)
    {
        var inner = indent + "    ";
        switch (expressions.Below(12))
        {
            case 0:
                var declaration = expressions.Value(size);
                var local = expressions.NewName();
                expressions.Variables.Add((local, true));
                return $"{indent}{expressions.Pick(["double", "var"])} {local} = {declaration};\n";
            case 1 or 2 or 3 when expressions.Writable() is { } target:
                return $"{indent}{target} {expressions.Pick(["=", "=", "+=", "-=", "*=", "/="])} {expressions.Value(size)};\n";
            case 4 when indent.Length < DeepestIndent:
                return $"{indent}if ({expressions.Truth(size)})\n{Block(2, size - 1, isVoid, indent)}{indent}else\n{Block(1, size - 1, isVoid, indent)}";
            case 5 when indent.Length < DeepestIndent:
                var condition = expressions.Truth(size);
                var before = Statements(expressions.Below(2), size - 1, isVoid, inner);
                var result = isVoid ? "return;" : $"return {expressions.Value(size - 1)};";
                return $"{indent}if ({condition})\n{indent}{{\n{before}{inner}{result}\n{indent}}}\n";
            case 6 when indent.Length < DeepestIndent:
                return Switch(size, isVoid, indent);
            case 7 when Helpers.Count > 0 && expressions.Writable() is { } target:
                return Call(target, size, indent);
            case 8 when expressions.Writable() is { } target:
                return Exotic(target, size, indent);
            case 9 or 10 when Sums.Count + Maxima.Count > 0:
                return $"{indent}{Accumulation(size)}\n";
            case 11:
                var uniform = expressions.NewName();
                var value = expressions.Uniform(size);
                expressions.StepConstants.Add(uniform);
                return expressions.Chance(30)
                    ? $"{indent}const double {uniform} = {expressions.Pick(["0.25", "1.0 / 3", "-2.0 * Math.E"])};\n"
                    : $"{indent}var {uniform} = {value};\n";
            default:
                return "";
        }
    }

    private string Call(string target, int size, string indent)
    {
        var (call, name) = (expressions.Pick(Helpers), expressions.NewName());
        var text = $"{indent}{string.Format(null, call, target, expressions.Value(size - 1), name)};\n";
        if (call.Contains("{2}", StringComparison.Ordinal))
            expressions.Variables.Add((name, true));
        return text;
    }

    private string Exotic(string target, int size, string indent)
    {
        var name = expressions.NewName();
        switch (expressions.Below(4))
        {
            case 0:
                var (first, second) = (expressions.Value(size - 1), expressions.Value(size - 1));
                expressions.Variables.Add((name, true));
                return $"{indent}(var {name}, {target}) = ({first}, {second});\n";
            case 1:
                expressions.Variables.Add((name, true));
                return $"{indent}ref var {name} = ref {target};\n";
            case 2:
                return $"{indent}{target}{expressions.Pick(["++", "--"])};\n";
            default:
                var text = $"{indent}double {name};\n{indent}if ({expressions.Truth(size - 1)})\n{indent}    {name} = {target};\n" +
                    $"{indent}else\n{indent}    {name} = {expressions.Value(size - 1)};\n";
                expressions.Variables.Add((name, true));
                return text;
        }
    }

    private string Switch(int size, bool isVoid, string indent)
    {
        var inner = indent + "    ";
        var deep = inner + "    ";
        var (operand, cases) = expressions.Below(3) switch
        {
            0 when Enumeration is { } choice => (choice.Name, choice.Members[..2]),
            1 when expressions.StepConstants.Contains("step") => ("step", ["1", "> 2"]),
            _ => (expressions.Changing(size - 1), (string[])["0", $"> 1 when {expressions.Truth(size - 1)}"]),
        };
        var sections = cases.Select(label =>
            $"{inner}case {label}:\n{Statements(1, size - 1, isVoid, deep)}{deep}break;\n");
        var otherwise = expressions.Chance(50) ? $"{inner}default:\n{Statements(1, size - 1, isVoid, deep)}{deep}break;\n" : "";
        return $"{indent}switch ({operand})\n{indent}{{\n{string.Concat(sections)}{otherwise}{indent}}}\n";
    }

    private string Block(int count, int size, bool isVoid, string indent) =>
        $"{indent}{{\n{Statements(count, size, isVoid, indent + "    ")}{indent}}}\n";
}
