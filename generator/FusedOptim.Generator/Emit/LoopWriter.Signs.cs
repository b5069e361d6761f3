using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Emit;

/// <content>
/// Signs: two selects in the graph, one operation of lanes. The just-in-time compiler reads the constants of one expression from
/// memory; those of a body over lanes would take registers.
/// </content>
internal sealed partial class LoopWriter
{
    // By the outer select, the value.
    private readonly Dictionary<int, int> _signs = [];

    // The inner select, and what the two test.
    private readonly HashSet<int> _partsOfSigns = [];

    private void FindSigns()
    {
        for (var index = 0; index < _body.Graph.Nodes.Count; index++)
        {
            if (_body.Graph.Nodes[index] is { Op: Op.Select, Type: NodeType.Varying } outer &&
                IsConstant(outer.B, 1) && _useCounts[outer.C] == 1 &&
                _body.Graph.Nodes[outer.C] is { Op: Op.Select } inner && IsConstant(inner.B, -1) &&
                IsTest(outer.A, Op.Greater, inner.C) && IsTest(inner.A, Op.Less, inner.C))
            {
                _signs.Add(index, inner.C);
                _partsOfSigns.UnionWith([outer.A, outer.C, inner.A]);
                // One use is left.
                _useCounts[inner.C] -= 2;
                _useCounts[outer.B]--;
                _useCounts[inner.B]--;
            }
        }
    }

    private bool IsTest(int index, Op op, int value) =>
        _useCounts[index] == 1 && _body.Graph.Nodes[index] is var test && test.Op == op && test.A == value && IsConstant(test.B, 0);

    private bool IsConstant(int index, double value) =>
        _body.Graph.Nodes[index] is { Op: Op.Broadcast } broadcast &&
        _body.Graph.Nodes[broadcast.A] is { IsConstant: true, Type: NodeType.Real } constant && constant.Real == value;
}
