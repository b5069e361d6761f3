using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// In kernels of float, computes what elements give to reductions in double, where squares and products of floats neither overflow
/// nor underflow. It starts from the values in memory, and from what is rounded to the tensor's precision: states that the method
/// assigns, functions, and roots and quotients of what has no product of two values of the element. Double divisions and roots
/// take twice the time, and are needed only where such a product would have left the range of float.
/// </summary>
internal sealed class WideReductions
{
    private readonly Graph _source;
    private readonly Func<int, bool> _isReduced;
    private readonly bool[] _hasProduct;
    private readonly bool[] _isExact;
    private readonly bool[] _needsNarrow;
    private readonly bool[] _needsWide;

    private WideReductions(Graph source, Func<int, bool> isReduced)
    {
        (_source, _isReduced) = (source, isReduced);
        _hasProduct = new bool[source.Nodes.Count];
        _isExact = new bool[source.Nodes.Count];
        _needsNarrow = new bool[source.Nodes.Count];
        _needsWide = new bool[source.Nodes.Count];
    }

    /// <summary>Rebuilds the graph of a kernel.</summary>
    /// <param name="source">The graph.</param>
    /// <param name="isReduced">Whether an operand takes what a reduction reduces.</param>
    /// <param name="isWide">Whether reductions take values in double beside those of the kernel, which may be wide enough already.</param>
    public static Graph Run(Graph source, Func<int, bool> isReduced, bool isWide)
    {
        if (!source.Stores.Any(store => isReduced(store.Operand)) && source.Nodes.All(static node => node.Op != Op.Rounded))
            return source;
        var passes = new WideReductions(source, isReduced);
        passes.FindProducts();
        passes.FindNeeds(isWide);
        return passes.Build();
    }

    private void FindProducts()
    {
        for (var index = 0; index < _source.Nodes.Count; index++)
        {
            var node = _source.Nodes[index];
            if (node.Type.IsUniform() || node.Op == Op.Broadcast)
            {
                _isExact[index] = node.Op == Op.Broadcast && IsExactConstant(_source.Nodes[node.A]);
                continue;
            }

            if (!IsRounded(node))
            {
                _hasProduct[index] = HasProduct(node);
                // As a float it is the same value: the operation is done before it is widened.
                _isExact[index] = IsExactOperation(node.Op) && AllOperands(node, _isExact);
            }

            _isExact[index] |= IsRounded(node) || (node.Op is Op.Divide or Op.Sqrt && !IsWideRootOrQuotient(node));
        }
    }

    private void FindNeeds(bool isWide)
    {
        foreach (var store in _source.Stores)
            (isWide && _isReduced(store.Operand) ? _needsWide : _needsNarrow)[store.Node] = true;
        for (var index = _source.Nodes.Count - 1; index >= 0; index--)
        {
            if (_needsWide[index] && _isExact[index])
                _needsNarrow[index] |= _source.Nodes[index].Op != Op.Broadcast;
            else if (_needsWide[index])
                Mark(_needsWide, _source.Nodes[index]);
            if (_needsNarrow[index])
                Mark(_needsNarrow, _source.Nodes[index]);
        }
    }

    private Graph Build()
    {
        var target = new GraphBuilder();
        var narrow = new int[_source.Nodes.Count];
        var wide = new int[_source.Nodes.Count];
        foreach (var text in _source.Texts)
            target.Text(text);
        // In the order of the source, so that step constants keep theirs.
        for (var index = 0; index < _source.Nodes.Count; index++)
        {
            var node = _source.Nodes[index];
            if (node.Type.IsUniform())
            {
                narrow[index] = wide[index] = target.Share(node.Map(operand => narrow[operand]));
                continue;
            }

            if (_needsNarrow[index])
                narrow[index] = node.Op == Op.Rounded ? narrow[node.A] : target.Share(node.Map(operand => narrow[operand]));
            if (!_needsWide[index])
                continue;
            var type = node.Type.Widened();
            wide[index] = node.Op != Op.Broadcast && _isExact[index]
                ? target.Share(new(Op.Widen, type, narrow[index]))
                : target.Share(node.Map(operand => wide[operand]) with { Type = type });
        }

        foreach (var name in _source.Names.Where(name => _needsNarrow[name.Node]))
            target.Name(narrow[name.Node], name.Name);
        foreach (var name in _source.Names.Where(name => _needsWide[name.Node]))
            target.Name(wide[name.Node], name.Name);
        foreach (var store in _source.Stores)
            target.Store(store.Operand, _needsWide[store.Node] && _isReduced(store.Operand) ? wide[store.Node] : narrow[store.Node]);
        return DeadCode.Run(target.ToGraph());
    }

    private static bool IsRounded(Node node) =>
        node.Op is Op.Load or Op.Rounded || node.Op.IsFunction();

    // The condition of a choice does not change the range of what is chosen.
    private bool HasProduct(Node node) => node.Type == NodeType.Varying && (node.Op == Op.Select
        ? _hasProduct[node.B] || _hasProduct[node.C]
        : IsProduct(node) || AnyOperand(node, _hasProduct));

    private bool IsProduct(Node node) =>
        node.Op is Op.Multiply or Op.FusedMultiplyAdd && !IsBroadcast(node.A) && !IsBroadcast(node.B);

    private bool IsWideRootOrQuotient(Node node) => AnyOperand(node, _hasProduct) || (node.Op == Op.Divide && IsBroadcast(node.B));

    private bool IsBroadcast(int index) => _source.Nodes[index].Op == Op.Broadcast;

    private static bool IsExactConstant(Node uniform) => uniform.IsConstant &&
        (uniform.Type == NodeType.Boolean || uniform.Real == (float)uniform.Real || double.IsNaN(uniform.Real));

    private static bool IsExactOperation(Op op) => op is Op.Negate or Op.Abs or Op.Min or Op.Max or Op.CopySign or Op.Floor
        or Op.Ceiling or Op.Round or Op.Truncate or Op.Select or Op.And or Op.Or or Op.Xor or Op.Not || op.IsComparison();

    private static bool AnyOperand(Node node, bool[] flags) => Operands(node).Any(operand => flags[operand]);

    private static bool AllOperands(Node node, bool[] flags) => Operands(node).All(operand => flags[operand]);

    private static void Mark(bool[] flags, Node node)
    {
        foreach (var operand in Operands(node))
            flags[operand] = true;
    }

    private static IEnumerable<int> Operands(Node node)
    {
        for (var operand = 0; operand < 3; operand++)
        {
            if (node.Operand(operand) >= 0)
                yield return node.Operand(operand);
        }
    }
}
