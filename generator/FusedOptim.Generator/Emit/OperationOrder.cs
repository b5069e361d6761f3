using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The order in which operations are written: that of the graph, but for addends. The just-in-time compiler adds a product in the
/// register of the addend if that has one. In the statement before, it has none: the compiler makes it a part of the next statement,
/// and copies a factor that is used again. So such an addend comes one statement earlier.
/// </summary>
internal sealed class OperationOrder
{
    private readonly Graph _graph;
    private readonly int[] _useCounts;
    private readonly int[] _lastUses;
    private readonly Func<int, bool> _isOperation;
    private readonly HashSet<int> _early = [];

    // By operation, the addend of the next one.
    private readonly Dictionary<int, int> _addends = [];

    /// <param name="graph">The graph.</param>
    /// <param name="useCounts">How often each node is used.</param>
    /// <param name="isOperation">Whether a node is written as a statement or a part of one.</param>
    /// <param name="movesAddends">Whether operations are methods that the compiler inlines.</param>
    public OperationOrder(Graph graph, int[] useCounts, Func<int, bool> isOperation, bool movesAddends)
    {
        (_graph, _useCounts, _isOperation) = (graph, useCounts, isOperation);
        _lastUses = LastUsesOf(graph);
        List<int> operations = [.. Enumerable.Range(0, graph.Nodes.Count).Where(isOperation)];
        for (var position = 1; movesAddends && position < operations.Count; position++)
        {
            if (AddendOf(operations[position]) is not { } addend)
                continue;
            if (graph.Nodes[addend].Op == Op.Load)
            {
                _addends[operations[position - 1]] = addend;
            }
            else if (position > 1 && operations[position - 1] == addend && !IsUsedBy(operations[position - 2], addend))
            {
                (operations[position - 1], operations[position - 2]) = (operations[position - 2], addend);
                _early.Add(addend);
            }
        }

        Operations = operations;
    }

    /// <summary>The operations in order.</summary>
    public IReadOnlyList<int> Operations { get; }

    /// <summary>Whether an operation is written before its place, as a statement of its own.</summary>
    public bool IsEarly(int index) => _early.Contains(index);

    /// <summary>The value in memory that the next operation adds to a product; null where it adds none.</summary>
    public int? AddendAfter(int index) => _addends.TryGetValue(index, out var addend) ? addend : null;

    private int? AddendOf(int index) =>
        _graph.Nodes[index] is { Op: Op.FusedMultiplyAdd } sum && _useCounts[sum.C] == 1 && IsUsedAfter(sum.A, index) && IsUsedAfter(sum.B, index)
            ? sum.C
            : null;

    // Of a uniform, in the next iteration.
    private bool IsUsedAfter(int value, int index) => _graph.Nodes[value].Op == Op.Broadcast || _lastUses[value] > index;

    // Also by what is written as a part of the operation, such as a value that is widened.
    private bool IsUsedBy(int value, int index)
    {
        var node = _graph.Nodes[index];
        for (var operand = 0; operand < node.Op.Info().Arity; operand++)
        {
            var used = node.Operand(operand);
            if (used == value)
                return true;
            var isPart = !_isOperation(used) && _graph.Nodes[used] is { Op: not Op.Broadcast } part && !part.Type.IsUniform();
            if (isPart && IsUsedBy(value, used))
                return true;
        }

        return false;
    }

    private static int[] LastUsesOf(Graph graph)
    {
        var last = new int[graph.Nodes.Count];
        for (var index = 0; index < last.Length; index++)
        {
            var node = graph.Nodes[index];
            foreach (var operand in (int[])[node.A, node.B, node.C])
            {
                if (operand >= 0)
                    last[operand] = index;
            }
        }

        foreach (var store in graph.Stores)
            last[store.Node] = int.MaxValue;
        return last;
    }
}
