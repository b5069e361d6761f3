using System.Text;

namespace FusedOptim.Generator.Tests.RandomRules;

/// <summary>A random rule: its source, and the name of the record in it.</summary>
internal sealed record RandomRule(string Name, string Source)
{
    /// <summary>Makes a rule; the same seed makes the same one.</summary>
    public static RandomRule Create(int seed)
    {
        var random = new Random(seed);
        var expressions = new RandomExpressions(random);
        var isUpdate = expressions.Chance(30);
        var mode = expressions.Chance(50) ? "Strict" : "Deterministic";
        var size = 1 + random.Next(4);
        var name = $"Rule{seed}";
        var helpers = new StringBuilder();
        foreach (var helper in Enumerable.Range(0, random.Next(3)))
        {
            expressions.Variables.Clear();
            expressions.Variables.AddRange([("x", true), ("y", false)]);
            helpers.Append(Helper(expressions, $"Helper{helper}", size));
            expressions.Helpers.Add($"Helper{helper}");
        }

        expressions.Variables.Clear();
        expressions.Variables.AddRange([("gradient", false), ("gradient", false), ("parameter", isUpdate), ("m", true), ("v", true)]);
        var signature = isUpdate
            ? "void Update(ref double parameter, double gradient, [State] ref double m, [State] ref double v, int step)"
            : "double Direction(double gradient, double parameter, [State] ref double m, [State] ref double v, int step)";
        var body = Statements(expressions, 1 + random.Next(4), size, isUpdate, "        ");
        var last = isUpdate
            ? $"parameter -= LearningRate * {expressions.Value(size)};"
            : $"return {expressions.Value(size)};";
        return new(name, $$"""
            [UpdateRule(FloatMode = FloatMode.{{mode}})]
            public sealed partial record {{name}}(double LearningRate = 0.1, double A = 0.9, double B = 2.5, int N = 3)
            {
                private static readonly double s_third = 1.0 / 3;

            {{helpers}}    private {{signature}}
                {
            {{body}}        {{last}}
                }
            }

            """);
    }

    private static string Helper(RandomExpressions expressions, string name, int size) =>
        $$"""
            private double {{name}}(double x, double y, int step = 2)
            {
        {{Statements(expressions, expressions.Below(3), size, isVoid: false, "        ")}}        return {{expressions.Value(size)}};
            }


        """;

    private static string Statements(RandomExpressions expressions, int count, int size, bool isVoid, string indent)
    {
        var text = new StringBuilder();
        var locals = expressions.Variables.Count;
        for (var i = 0; i < count; i++)
            text.Append(Statement(expressions, size, isVoid, indent));
        // Locals of a block end with it; those of the method itself stay for its last statement.
        if (indent.Length > 8)
            expressions.Variables.RemoveRange(locals, expressions.Variables.Count - locals);
        return text.ToString();
    }

    private static string Statement(RandomExpressions expressions, int size, bool isVoid, string indent)
    {
        var inner = indent + "    ";
        switch (expressions.Below(8))
        {
            case 0 or 1:
                var declaration = expressions.Value(size);
                var local = expressions.NewName();
                expressions.Variables.Add((local, true));
                return $"{indent}double {local} = {declaration};\n";
            case 2 or 3 or 4:
                var writable = expressions.Variables.Where(variable => variable.IsWritable).ToList();
                return $"{indent}{expressions.Pick(writable).Name} {expressions.Pick(["=", "=", "+=", "-=", "*=", "/="])} {expressions.Value(size)};\n";
            case 5 when indent.Length < 20:
                return $"{indent}if ({expressions.Truth(size)})\n{indent}{{\n{Statements(expressions, 2, size - 1, isVoid, inner)}{indent}}}\n" +
                    $"{indent}else\n{indent}{{\n{Statements(expressions, 1, size - 1, isVoid, inner)}{indent}}}\n";
            case 6 when indent.Length < 20:
                var condition = expressions.Truth(size);
                var before = Statements(expressions, expressions.Below(2), size - 1, isVoid, inner);
                var result = isVoid ? "return;" : $"return {expressions.Value(size - 1)};";
                return $"{indent}if ({condition})\n{indent}{{\n{before}{inner}{result}\n{indent}}}\n";
            case 7 when indent.Length < 20:
                return $"{indent}switch (step)\n{indent}{{\n{inner}case 1:\n{Statements(expressions, 1, size - 1, isVoid, inner + "    ")}" +
                    $"{inner}    break;\n{inner}case > 2:\n{Statements(expressions, 1, size - 1, isVoid, inner + "    ")}{inner}    break;\n{indent}}}\n";
            default:
                return "";
        }
    }
}
