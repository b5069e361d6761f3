using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Analysis;

/// <summary>Whether values of two graphs are computed by the same operations from the same leaves.</summary>
internal sealed class SameValue(Graph first, Graph second)
{
    // Of graphs that share nodes; without it the paths to them would be counted.
    private readonly Dictionary<(int, int), bool> _known = [];

    public bool Of(int firstNode, int secondNode)
    {
        if (!_known.TryGetValue((firstNode, secondNode), out var isSame))
            _known.Add((firstNode, secondNode), isSame = Compare(first.Nodes[firstNode], second.Nodes[secondNode]));
        return isSame;
    }

    private bool Compare(Node a, Node b)
    {
        if (a.Op != b.Op || a.Type != b.Type || !SameBits(a, b))
            return false;
        for (var operand = 0; operand < 3; operand++)
        {
            var (left, right) = (a.Operand(operand), b.Operand(operand));
            if (left < 0 != right < 0 || (left >= 0 && !Of(left, right)))
                return false;
        }

        return true;
    }

    // A text is known by its index in its graph.
    private bool SameBits(Node a, Node b) => a.Op is Op.StaticField or Op.Call
        ? first.Texts[a.Integer] == second.Texts[b.Integer]
        : a.Bits == b.Bits;
}
