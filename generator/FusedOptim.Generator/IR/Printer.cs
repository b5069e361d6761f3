using System.Globalization;
using System.Text;

namespace FusedOptim.Generator.IR;

/// <summary>Prints a graph as text, one node a line: what tests compare and a person reads when a pass goes wrong.</summary>
internal static class Printer
{
    /// <summary>The text of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="operands">The names of the operands; those of a rule if not given.</param>
    public static string Print(Graph graph, IReadOnlyList<string>? operands = null)
    {
        var names = graph.Names.ToDictionary(static name => name.Node, static name => name.Name);
        var text = new StringBuilder();
        for (var index = 0; index < graph.Nodes.Count; index++)
        {
            var node = graph.Nodes[index];
            text.Append('%').Append(index).Append(": ").Append(node.Type).Append(" = ").Append(node.Op);
            text.Append(Detail(graph, node, operands));
            for (var operand = 0; operand < 3; operand++)
            {
                if (node.Operand(operand) >= 0)
                    text.Append(" %").Append(node.Operand(operand));
            }

            if (names.TryGetValue(index, out var name))
                text.Append("  ; ").Append(name);
            text.Append('\n');
        }

        foreach (var store in graph.Stores)
            text.Append("store ").Append(Operand(store.Operand, operands)).Append(" %").Append(store.Node).Append('\n');
        return text.ToString();
    }

    private static string Detail(Graph graph, Node node, IReadOnlyList<string>? operands) => node.Op switch
    {
        Op.Constant when node.Type == NodeType.Real => " " + node.Real.ToString("R", CultureInfo.InvariantCulture),
        Op.Constant when node.Type == NodeType.Integer => " " + node.Integer.ToString(CultureInfo.InvariantCulture),
        Op.Constant => node.Boolean ? " true" : " false",
        Op.Hyperparameter or Op.Prepared => " #" + node.Integer.ToString(CultureInfo.InvariantCulture),
        Op.Load => " " + Operand(node.Integer, operands),
        Op.StaticField or Op.Call => " " + graph.Texts[node.Integer],
        _ => "",
    };

    private static string Operand(int operand, IReadOnlyList<string>? operands) => operand switch
    {
        _ when operands is not null => operands[operand],
        Graph.Parameter => "parameter",
        Graph.Gradient => "gradient",
        _ => "state" + (operand - Graph.FirstState).ToString(CultureInfo.InvariantCulture),
    };
}
