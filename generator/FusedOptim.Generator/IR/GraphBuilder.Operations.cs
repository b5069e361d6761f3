namespace FusedOptim.Generator.IR;

internal sealed partial class GraphBuilder
{
    public int Unary(Op op, int value)
    {
        var node = _nodes[value];
        if (op == Op.Not)
            return Not(value, node);
        if (node.IsConstant && Folding.Unary(op, node) is { } folded)
            return Share(folded);
        if (op == Op.Negate)
        {
            if (node.Op == Op.Negate)
                return node.A;
            // The negation of a uniform is a uniform.
            if (node.Op == Op.Broadcast)
                return ToVarying(Unary(Op.Negate, node.A));
        }

        return Share(new(op, node.Type, value));
    }

    public int Binary(Op op, int a, int b)
    {
        (a, b) = Promote(a, b);
        var type = op.IsComparison() ? TruthOf(_nodes[a].Type) : _nodes[a].Type;
        var (x, y) = (_nodes[a], _nodes[b]);
        // Known already; and RyuJIT drops some comparisons with a constant NaN as if they were true.
        if (op.IsComparison() && (IsNaN(a) || IsNaN(b)))
            return type == NodeType.Mask ? ToVarying(Boolean(op == Op.NotEqual)) : Boolean(op == Op.NotEqual);
        if (op is Op.Xor && type is NodeType.Boolean or NodeType.Mask && ConstantTruth(a) is { } truth)
            return truth ? Unary(Op.Not, b) : b;
        if (op is Op.Xor && type is NodeType.Boolean or NodeType.Mask && ConstantTruth(b) is { } other)
            return other ? Unary(Op.Not, a) : a;
        if (x.IsConstant && y.IsConstant && Folding.Binary(op, x, y) is { } folded)
            return Share(folded);
        return Identity(op, a, b) ?? Share(new(op, type, a, b));
    }

    public int FusedMultiplyAdd(int a, int b, int c)
    {
        (a, b) = Promote(a, b);
        (a, c) = Promote(a, c);
        (b, c) = Promote(b, c);
        return Share(new(Op.FusedMultiplyAdd, _nodes[a].Type, a, b, c));
    }

    /// <summary>whenTrue where the condition holds, whenFalse elsewhere; a condition is never complemented (NaN).</summary>
    public int Select(int condition, int whenTrue, int whenFalse)
    {
        if (ConstantTruth(condition) is { } truth)
            return truth ? whenTrue : whenFalse;
        if (whenTrue == whenFalse)
            return whenTrue;
        (whenTrue, whenFalse) = Promote(whenTrue, whenFalse);
        if (_nodes[whenTrue].Type is NodeType.Boolean && _nodes[whenTrue].IsConstant && _nodes[whenFalse].IsConstant)
            return _nodes[whenTrue].Boolean ? condition : Unary(Op.Not, condition);
        var type = _nodes[whenTrue].Type;
        if (_nodes[condition].Type == NodeType.Mask && type.IsUniform())
        {
            if (type == NodeType.Integer)
                throw new InvalidOperationException("An integer that varies must be refused before it is built.");
            whenTrue = ToVarying(whenTrue);
            whenFalse = ToVarying(whenFalse);
            type = _nodes[whenTrue].Type;
        }

        // Truth values combine by logic: x ? true : y and its kind come from && and early returns.
        if (type is NodeType.Boolean or NodeType.Mask)
            return SelectTruth(condition, whenTrue, whenFalse);
        if (!type.IsUniform())
            condition = ToVarying(condition);
        return Share(new(Op.Select, type, condition, whenTrue, whenFalse));
    }

    private int SelectTruth(int condition, int whenTrue, int whenFalse)
    {
        if (ConstantTruth(whenTrue) == true)
            return Binary(Op.Or, condition, whenFalse);
        if (ConstantTruth(whenFalse) == false)
            return Binary(Op.And, condition, whenTrue);
        if (ConstantTruth(whenTrue) == false)
            return Binary(Op.And, Unary(Op.Not, condition), whenFalse);
        if (ConstantTruth(whenFalse) == true)
            return Binary(Op.Or, Unary(Op.Not, condition), whenTrue);
        return Binary(
            Op.Or, Binary(Op.And, condition, whenTrue), Binary(Op.And, Unary(Op.Not, condition), whenFalse));
    }

    private int Not(int value, Node node)
    {
        if (ConstantTruth(value) is { } truth)
            return Boolean(!truth);
        if (node is { IsConstant: true, Type: NodeType.Integer })
            return Integer(~node.Integer);
        return node.Op == Op.Not ? node.A : Share(new(Op.Not, node.Type, value));
    }

    /// <summary>What is exact whatever the other operand holds, NaN and the signs of zeros included.</summary>
    private int? Identity(Op op, int a, int b) => op switch
    {
        Op.Multiply when IsReal(a, 1) => b,
        Op.Multiply when IsReal(b, 1) => a,
        Op.Multiply when IsReal(a, -1) => Unary(Op.Negate, b),
        Op.Multiply when IsReal(b, -1) => Unary(Op.Negate, a),
        Op.Divide when IsReal(b, 1) => a,
        Op.Divide when IsReal(b, -1) => Unary(Op.Negate, a),
        Op.Subtract when IsReal(b, 0) => a,
        Op.Add when IsReal(a, -0.0) => b,
        Op.Add when IsReal(b, -0.0) => a,
        Op.Max when IsReal(a, double.NegativeInfinity) => b,
        Op.Max when IsReal(b, double.NegativeInfinity) => a,
        // The same bits, and a form that RyuJIT does not fold wrongly: Math.Min(-0.0, 0.0) with a constant gives 0.
        Op.Min when IsReal(a, -0.0) => Select(Binary(Op.GreaterOrEqual, b, Real(0)), a, b),
        Op.Min when IsReal(b, -0.0) => Select(Binary(Op.GreaterOrEqual, a, Real(0)), b, a),
        Op.And when ConstantTruth(a) is { } truth => truth ? b : a,
        Op.And when ConstantTruth(b) is { } truth => truth ? a : b,
        Op.Or when ConstantTruth(a) is { } truth => truth ? a : b,
        Op.Or when ConstantTruth(b) is { } truth => truth ? b : a,
        Op.And or Op.Or when a == b => a,
        _ => null,
    };

    private bool IsReal(int index, double value) =>
        Uniform(index) is { IsConstant: true, Type: NodeType.Real } node && node.Bits == BitConverter.DoubleToInt64Bits(value);

    private bool IsNaN(int index) =>
        Uniform(index) is { IsConstant: true, Type: NodeType.Real } node && double.IsNaN(node.Real);

    /// <summary>The uniform that a node broadcasts, or the node itself.</summary>
    private Node Uniform(int index) => _nodes[index].Op == Op.Broadcast ? _nodes[_nodes[index].A] : _nodes[index];

    private bool? ConstantTruth(int index)
    {
        var node = Uniform(index);
        return node is { IsConstant: true, Type: NodeType.Boolean } ? node.Boolean : null;
    }

    private (int A, int B) Promote(int a, int b)
    {
        var (x, y) = (_nodes[a].Type, _nodes[b].Type);
        if (x == y)
            return (a, b);
        if (!x.IsUniform() || !y.IsUniform())
            return (ToVarying(a), ToVarying(b));
        return (ToReal(a), ToReal(b));
    }

    private static NodeType TruthOf(NodeType type) => type.IsUniform() ? NodeType.Boolean : NodeType.Mask;
}
