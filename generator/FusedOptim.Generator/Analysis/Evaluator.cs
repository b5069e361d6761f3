using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Analysis;

/// <summary>
/// Computes the step constants of a graph for given hyperparameters and a step, as far as they can be known at build time: what
/// Prepare hands out and static fields are not.
/// </summary>
internal static class Evaluator
{
    /// <summary>The value of each uniform; null for what is not known, and for what varies.</summary>
    public static double?[] Run(Graph graph, Func<int, double?> hyperparameter, int step)
    {
        var values = new double?[graph.Nodes.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var node = graph.Nodes[index];
            if (node.Type.IsUniform())
                values[index] = Value(node, values, graph, hyperparameter, step);
        }

        return values;
    }

    private static double? Value(Node node, double?[] values, Graph graph, Func<int, double?> hyperparameter, int step)
    {
        double? Operand(int index) => node.Operand(index) < 0 ? null : values[node.Operand(index)];
        var (a, b, c) = (Operand(0), Operand(1), Operand(2));
        return node.Op switch
        {
            Op.Constant => node.Type == NodeType.Real ? node.Real : node.Integer,
            Op.Hyperparameter => hyperparameter(node.Integer),
            Op.Step => step,
            Op.GradientScale => 1,
            Op.IntegerToReal => a,
            Op.Add => a + b,
            Op.Subtract => a - b,
            Op.Multiply => a * b,
            Op.Divide when node.Type == NodeType.Real => a / b,
            Op.Divide => a is { } x && b is { } y && y != 0 ? Math.Truncate(x / y) : null,
            Op.Negate => -a,
            Op.Abs => a is { } x ? Math.Abs(x) : null,
            Op.Sqrt => a is { } x ? Math.Sqrt(x) : null,
            Op.Min => a is { } x && b is { } y ? Math.Min(x, y) : null,
            Op.Max => a is { } x && b is { } y ? Math.Max(x, y) : null,
            Op.Less => Truth(a < b, a, b),
            Op.LessOrEqual => Truth(a <= b, a, b),
            Op.Greater => Truth(a > b, a, b),
            Op.GreaterOrEqual => Truth(a >= b, a, b),
            Op.Equal => Truth(a == b, a, b),
            Op.NotEqual => Truth(a != b, a, b),
            Op.Not when node.Type == NodeType.Boolean => 1 - a,
            Op.And when node.Type == NodeType.Boolean => a * b,
            Op.Or when node.Type == NodeType.Boolean => a is { } x && b is { } y ? Math.Max(x, y) : null,
            Op.Select => a is { } condition ? condition != 0 ? b : c : null,
            Op.IntegerPower => a is { } x && b is { } y ? Math.Pow(x, y) : null,
            Op.Call when graph.Texts[node.Integer].EndsWith(".Pow", StringComparison.Ordinal) => a is { } x && b is { } y ? Math.Pow(x, y) : null,
            Op.Call when graph.Texts[node.Integer].EndsWith(".Exp", StringComparison.Ordinal) => a is { } x ? Math.Exp(x) : null,
            Op.Call when graph.Texts[node.Integer].EndsWith(".Log", StringComparison.Ordinal) && b is null => a is { } x ? Math.Log(x) : null,
            _ => null,
        };
    }

    private static double? Truth(bool value, double? a, double? b) => a is null || b is null ? null : value ? 1 : 0;
}
