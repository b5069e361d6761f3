using FusedOptim.Generator.Collections;


namespace FusedOptim.Generator.IR;

/// <summary>
/// Builds a graph node by node: promotes operands to a common type, folds what is exact in every mode, and shares equal
/// nodes.
/// </summary>
internal sealed partial class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Node, int> _indices = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly List<Section> _sections = [];
    private readonly List<Store> _stores = [];
    private readonly List<string> _texts = [];

    public Node this[int index] => _nodes[index];

    public NodeType TypeOf(int index) => _nodes[index].Type;

    public bool IsUniform(int index) => _nodes[index].Type.IsUniform();

    public int Real(double value) => Share(new(Op.Constant, NodeType.Real, Bits: BitConverter.DoubleToInt64Bits(value)));

    public int Integer(int value) => Share(new(Op.Constant, NodeType.Integer, Bits: value));

    public int Boolean(bool value) => Share(new(Op.Constant, NodeType.Boolean, Bits: value ? 1 : 0));

    public int Hyperparameter(int index, NodeType type) => Share(new(Op.Hyperparameter, type, Bits: index));

    public int StaticField(string text, NodeType type) => Share(new(Op.StaticField, type, Bits: Text(text)));

    public int Step() => Share(new(Op.Step, NodeType.Integer));

    public int GradientScale() => Share(new(Op.GradientScale, NodeType.Real));

    /// <summary>A reduction, a scalar, or what Prepare hands out: its index among the rule's prepared values.</summary>
    public int Prepared(int index) => Share(new(Op.Prepared, NodeType.Real, Bits: index));

    public int Load(int operand) => Share(new(Op.Load, NodeType.Varying, Bits: operand));

    /// <summary>A function of step constants, called by its name when the step constants are computed.</summary>
    public int Call(string function, NodeType type, IReadOnlyList<int> arguments) => Share(new(
        Op.Call,
        type,
        arguments.Count > 0 ? arguments[0] : -1,
        arguments.Count > 1 ? arguments[1] : -1,
        arguments.Count > 2 ? arguments[2] : -1,
        Text(function)));

    /// <summary>
    /// minimum, once it is known not to be above maximum: otherwise the step throws before anything is written, unless
    /// the guard (a uniform condition under which the method clamps at all) is false.
    /// </summary>
    public int ClampMinimum(int minimum, int maximum, int guard) =>
        Share(new(Op.ClampMinimum, NodeType.Real, ToReal(minimum), ToReal(maximum), guard));

    /// <summary>Integer division and remainder throw on zero; under a guard they are evaluated only where it holds.</summary>
    public int IntegerDivision(Op op, int a, int b, int guard)
    {
        var (x, y) = (_nodes[a], _nodes[b]);
        if (x.IsConstant && y.IsConstant && y.Integer != 0 && !(x.Integer == int.MinValue && y.Integer == -1))
            return Integer(op == Op.Divide ? x.Integer / y.Integer : x.Integer % y.Integer);
        if (y.IsConstant && y.Integer is not (0 or -1))
            guard = -1;
        return Share(new(op, NodeType.Integer, a, b, guard));
    }

    public int ToReal(int value) => _nodes[value] switch
    {
        { Type: NodeType.Integer, IsConstant: true } node => Real(node.Integer),
        { Type: NodeType.Integer } => Share(new(Op.IntegerToReal, NodeType.Real, value)),
        _ => value,
    };

    public int ToInteger(int value) => Share(new(Op.RealToInteger, NodeType.Integer, value));

    /// <summary>The value for every element: where a uniform meets the tensor, and is rounded to its precision.</summary>
    public int ToVarying(int value) => _nodes[value].Type switch
    {
        NodeType.Varying or NodeType.Mask or NodeType.Wide or NodeType.WideMask => value,
        NodeType.Boolean => Share(new(Op.Broadcast, NodeType.Mask, value)),
        _ => Share(new(Op.Broadcast, NodeType.Varying, ToReal(value))),
    };

    /// <summary>The value as the tensor holds it; a uniform, or what is read from the tensor, is that already.</summary>
    public int Rounded(int value) => _nodes[value] is { Type: NodeType.Varying, Op: not (Op.Load or Op.Rounded) }
        ? Share(new(Op.Rounded, NodeType.Varying, value))
        : value;

    /// <summary>Adds a node as it is, sharing an equal one; what passes use to rebuild a graph.</summary>
    public int Share(Node node)
    {
        if (node.Op.IsCommutative() && node.A > node.B)
            node = node with { A = node.B, B = node.A };
        if (!_indices.TryGetValue(node, out var index))
        {
            index = _nodes.Count;
            _nodes.Add(node);
            _indices.Add(node, index);
        }

        return index;
    }

    public void Store(int operand, int value) => _stores.Add(new(operand, ToVarying(value)));

    /// <summary>Names a value after the user's local; the first name wins, and leaves need none.</summary>
    public void Name(int value, string name)
    {
        if (_nodes[value].Op.Info().Arity > 0 && !_names.ContainsKey(value))
            _names.Add(value, name);
    }

    /// <summary>The number of nodes.</summary>
    public int Count => _nodes.Count;

    /// <summary>Says what the nodes from one on compute; with an empty title, that a function has ended.</summary>
    public void Begin(int start, string title) => _sections.Add(new(start, title));

    public string TextOf(long index) => _texts[(int)index];

    public Graph ToGraph() => new(
        _nodes.ToEquatableArray(),
        _stores.OrderBy(static store => store.Operand).ToEquatableArray(),
        _names.OrderBy(static name => name.Key).Select(static name => new NodeName(name.Key, name.Value)).ToEquatableArray(),
        _sections.ToEquatableArray(),
        _texts.ToEquatableArray());

    public int Text(string text)
    {
        var index = _texts.IndexOf(text);
        if (index >= 0)
            return index;
        _texts.Add(text);
        return _texts.Count - 1;
    }
}
