using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Analysis;

/// <summary>
/// What every graph must be, checked naively: children before parents, as many operands as the table says, of the types
/// that the operation takes. Runs after each pass in debug builds of the generator.
/// </summary>
internal static class Verifier
{
    public static void Check(Graph graph, string pass)
    {
        for (var index = 0; index < graph.Nodes.Count; index++)
        {
            if (Fault(graph, index) is { } fault)
                throw new InvalidOperationException($"After {pass}, node {index} ({graph.Nodes[index]}): {fault}.");
        }

        foreach (var store in graph.Stores)
        {
            if (graph.Nodes[store.Node].Type is not (NodeType.Varying or NodeType.Wide))
                throw new InvalidOperationException($"After {pass}, operand {store.Operand} stores a uniform or a mask.");
        }
    }

    private static string? Fault(Graph graph, int index)
    {
        var node = graph.Nodes[index];
        for (var operand = 0; operand < 3; operand++)
        {
            if (node.Operand(operand) >= index)
                return $"operand {operand} does not come before it";
        }

        NodeType? TypeOf(int operand) => node.Operand(operand) < 0 ? null : graph.Nodes[node.Operand(operand)].Type;
        var (a, b, c) = (TypeOf(0), TypeOf(1), TypeOf(2));
        return node.Op switch
        {
            Op.Broadcast => Expect(
                a == NodeType.Boolean ? node.Type is NodeType.Mask or NodeType.WideMask
                : a == NodeType.Real && node.Type is NodeType.Varying or NodeType.Wide),
            Op.Widen => Expect(a is NodeType.Varying or NodeType.Mask && node.Type == a.Value.Widened()),
            Op.IntegerToReal => Expect(a == NodeType.Integer && node.Type == NodeType.Real),
            Op.RealToInteger => Expect(a == NodeType.Real && node.Type == NodeType.Integer),
            Op.Select => Expect(b == node.Type && c == node.Type &&
                a == (node.Type.IsUniform() ? NodeType.Boolean : node.Type == NodeType.Wide ? NodeType.WideMask : NodeType.Mask)),
            _ when node.Op.IsFunction() || node.Op.Info().Notation == Notation.KernelFunction => Expect(
                node.Type == NodeType.Varying && a == node.Type && (b == node.Type || node.Op.Info().Arity == 1)),
            Op.Call or Op.IntegerPower or Op.ClampMinimum => Expect(node.Type.IsUniform()),
            Op.Divide or Op.Remainder when node.Type == NodeType.Integer => Expect(a == node.Type && b == node.Type),
            _ when node.Op.IsComparison() => Expect(a == b &&
                node.Type == (a is { } type && type.IsUniform() ? NodeType.Boolean : a == NodeType.Wide ? NodeType.WideMask : NodeType.Mask)),
            _ => node.Op.Info().Arity switch
            {
                0 => Expect(a is null),
                1 => Expect(a == node.Type && b is null),
                2 => Expect(a == node.Type && b == node.Type && c is null),
                _ => Expect(a == node.Type && b == node.Type && c == node.Type),
            },
        };
    }

    private static string? Expect(bool isRight) => isRight ? null : "an operand has the wrong type";
}
