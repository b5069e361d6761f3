using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// Adds the derivative by the first operand to the graph of a function, node by node in forward mode: what each node does to
/// a change of the operand. Functions come before their polynomials, so that derivatives are those of the functions, in terms
/// of their values where those will do.
/// </summary>
/// <remarks>
/// Where a function has no derivative: a select takes that of the arm chosen; Abs, Min and Max take the mean of those on both
/// sides, which is what central differences give; rounding functions and comparisons take 0. Derivatives of arms are
/// selected, never multiplied by masks, so that an arm which is not chosen can overflow.
/// </remarks>
/// <param name="source">The graph of the function, with one store.</param>
internal sealed class Differentiation(Graph source)
{
    private const int Zero = -1;

    private readonly GraphBuilder _target = new();
    private readonly int[] _map = new int[source.Nodes.Count];
    private readonly int[] _derivatives = new int[source.Nodes.Count];

    /// <summary>The graph with a second store, of the derivative.</summary>
    /// <param name="derivativeOperand">The operand that receives it.</param>
    public Graph Run(int derivativeOperand)
    {
        foreach (var text in source.Texts)
            _target.Text(text);
        var names = source.Names.ToDictionary(static name => name.Node, static name => name.Name);
        for (var index = 0; index < source.Nodes.Count; index++)
        {
            var node = source.Nodes[index].Map(operand => _map[operand]);
            _map[index] = _target.Share(node);
            if (names.TryGetValue(index, out var name))
                _target.Name(_map[index], name);
            var derivative = node.Type == NodeType.Varying ? Derivative(source.Nodes[index], node, _map[index]) : Zero;
            _derivatives[index] = derivative;
            if (derivative != Zero && name is not null)
                _target.Name(derivative, name + "Derivative");
        }

        var store = source.Stores[0];
        _target.Store(store.Operand, _map[store.Node]);
        _target.Store(derivativeOperand, _derivatives[store.Node] is var result && result == Zero ? Constant(0) : result);
        return _target.ToGraph();
    }

    /// <summary>The derivative of a node.</summary>
    /// <param name="original">The node, its operands indices of the source.</param>
    /// <param name="node">The node, its operands indices of the target.</param>
    /// <param name="value">Its index in the target.</param>
    private int Derivative(Node original, Node node, int value)
    {
        int Inner(int operand) => original.Operand(operand) < 0 ? Zero : _derivatives[original.Operand(operand)];
        var (a, b, c) = (Inner(0), Inner(1), Inner(2));
        if (node.Op == Op.Load)
            return node.Bits == 0 ? Constant(1) : Zero;
        // Nothing that it is made of changes.
        if (a == Zero && b == Zero && c == Zero)
            return Zero;
        return node.Op switch
        {
            Op.Add => Add(a, b),
            Op.Subtract => Subtract(a, b),
            Op.Negate => _target.Unary(Op.Negate, a),
            Op.Multiply => Product(node, a, b),
            Op.FusedMultiplyAdd => Add(Product(node, a, b), c),
            Op.Divide => Quotient(node, value, a, b),
            Op.Sqrt => Divide(Multiply(Constant(0.5), a), value),
            Op.Exp => Chain(value, a),
            Op.Log => Logarithm(original, node, a),
            Op.Tanh => Chain(Subtract(Constant(1), Multiply(value, value)), a),
            Op.Logistic => Chain(Multiply(value, Subtract(Constant(1), value)), a),
            Op.Softplus => Chain(_target.Unary(Op.Logistic, node.A), a),
            Op.Erf => Chain(Gaussian(node.A), a),
            Op.Cbrt => Divide(a, Multiply(Constant(3), Multiply(value, value))),
            Op.Pow => Power(node, value, a, b),
            Op.Atan2 => Angle(node, a, b),
            Op.Abs => Select(
                Compare(Op.Greater, node.A, Constant(0)), a,
                Select(Compare(Op.Less, node.A, Constant(0)), Negate(a), node.A)),
            Op.CopySign => Signed(node, a),
            Op.Min => Extremum(node, value, Op.Less, a, b),
            Op.Max => Extremum(node, value, Op.Greater, a, b),
            Op.Select => IsSign(node) ? Zero : Select(node.A, b, c),
            Op.Floor or Op.Ceiling or Op.Round or Op.Truncate => Zero,
            _ => throw new InvalidOperationException($"{node.Op} has no derivative."),
        };
    }

    private int Product(Node node, int a, int b) => node.A == node.B
        ? Multiply(Multiply(Constant(2), node.A), a)
        : Add(Multiply(a, node.B), Multiply(b, node.A));

    /// <summary>(a' − q·b') / b with q = a / b.</summary>
    private int Quotient(Node node, int value, int a, int b) => Divide(Subtract(a, Chain(value, b)), node.B);

    /// <summary>
    /// x' / x; of the logarithms of the logistic function σ of u and of 1 − σ the simpler (1 − σ)·u' and −σ·u', which hold
    /// where σ is rounded to 0 or 1, and the quotient is 0/0.
    /// </summary>
    private int Logarithm(Node original, Node node, int a)
    {
        var argument = source.Nodes[original.A];
        if (argument.Op == Op.Logistic)
            return Chain(Subtract(Constant(1), node.A), _derivatives[argument.A]);
        if (argument.Op == Op.Subtract && IsConstant(_map[argument.A], 1) && source.Nodes[argument.B] is { Op: Op.Logistic } logistic)
            return Negate(Chain(_map[argument.B], _derivatives[logistic.A]));
        return Divide(a, node.A);
    }

    /// <summary>y·x^(y − 1)·x' + x^y·log(x)·y', the second term 0 where x is 0 and y is not negative.</summary>
    private int Power(Node node, int value, int a, int b)
    {
        var ofBase = Zero;
        if (a != Zero)
        {
            var exponent = _target[node.B].Op == Op.Broadcast ? _target[node.B].A : node.B;
            var less = _target.Binary(Op.Subtract, exponent, _target.Real(1));
            var power = _target[less] switch
            {
                { IsConstant: true, Real: 1 } => node.A,
                { IsConstant: true, Real: 0 } => Constant(1),
                _ => _target.Binary(Op.Pow, node.A, less),
            };
            // x⁰ is 1 for all x, also where x^(−1) is infinite.
            var slope = _target.Select(
                Compare(Op.Equal, exponent, _target.Real(0)), Constant(0), Multiply(node.B, power));
            ofBase = Multiply(slope, a);
        }

        if (b == Zero)
            return ofBase;
        var isNothing = _target.Binary(
            Op.And, Compare(Op.Equal, node.A, Constant(0)), Compare(Op.GreaterOrEqual, node.B, Constant(0)));
        var ofExponent = Select(isNothing, Zero, Multiply(value, _target.Unary(Op.Log, node.A)));
        return Add(ofBase, Multiply(ofExponent, b));
    }

    /// <summary>2/√π·e^(−x²).</summary>
    private int Gaussian(int x) =>
        Multiply(Constant(1.1283791670955126), _target.Unary(Op.Exp, Negate(Multiply(x, x))));

    /// <summary>
    /// (x·y' − y·x') / (x² + y²), without squares, which could overflow: both are divided by the larger of |x| and |y|. 0 where
    /// both are zero.
    /// </summary>
    private int Angle(Node node, int ordinate, int abscissa)
    {
        var (y, x, one) = (node.A, node.B, Constant(1));
        var isSteep = Compare(Op.Greater, _target.Unary(Op.Abs, y), _target.Unary(Op.Abs, x));
        var least = Select(isSteep, x, y);
        var most = Select(isSteep, y, x);
        most = Select(Compare(Op.Equal, most, Constant(0)), Constant(double.PositiveInfinity), most);
        var ratio = Divide(least, most);
        var distance = Add(Multiply(least, ratio), most);
        return Subtract(
            ordinate == Zero ? Zero : Chain(Divide(Select(isSteep, ratio, one), distance), ordinate),
            abscissa == Zero ? Zero : Chain(Divide(Select(isSteep, one, ratio), distance), abscissa));
    }

    /// <summary>|x| with the sign of another: x' where the sign is kept, −x' where it is not, 0 at 0.</summary>
    private int Signed(Node node, int a)
    {
        if (a == Zero)
            return Zero;
        var change = Multiply(_target.Binary(Op.CopySign, Constant(1), node.B), a);
        return Select(
            Compare(Op.Greater, node.A, Constant(0)), change,
            Select(Compare(Op.Less, node.A, Constant(0)), Negate(change), node.A));
    }

    /// <summary>Elementwise.Sign: 1 above zero, −1 below, and the value itself at zero, where its derivative would be 1.</summary>
    private bool IsSign(Node node) =>
        IsComparison(node.A, Op.Greater) is { } argument && IsConstant(node.B, 1) &&
        _target[node.C] is { Op: Op.Select } rest && IsComparison(rest.A, Op.Less) == argument && IsConstant(rest.B, -1) &&
        rest.C == argument;

    /// <summary>What is compared with zero.</summary>
    private int? IsComparison(int index, Op op) =>
        _target[index] is var node && node.Op == op && IsConstant(node.B, 0) ? node.A : null;

    private bool IsConstant(int index, double value) =>
        _target[index] is { Op: Op.Broadcast } broadcast &&
        _target[broadcast.A] is { IsConstant: true, Type: NodeType.Real } node && node.Real == value;

    /// <summary>That of the operand which is taken, the mean of both where they are equal; NaN where the value is.</summary>
    private int Extremum(Node node, int value, Op wins, int a, int b) => Select(
        Compare(wins, node.A, node.B), a,
        Select(
            Compare(wins, node.B, node.A), b,
            Select(Compare(Op.Equal, node.A, node.B), Multiply(Constant(0.5), Add(a, b)), value)));

    /// <summary>
    /// The product of an outer derivative and an inner one. Where the outer one is 0, so is the product: what is saturated
    /// does not change, even where the inner derivative overflows.
    /// </summary>
    private int Chain(int outer, int inner)
    {
        if (inner == Zero || _target[inner].Op == Op.Broadcast)
            return Multiply(outer, inner);
        return Select(Compare(Op.Equal, outer, Constant(0)), Constant(0), Multiply(outer, inner));
    }

    private int Constant(double value) => _target.ToVarying(_target.Real(value));

    private int Compare(Op op, int a, int b) => _target.Binary(op, a, b);

    private int Add(int a, int b) => a == Zero ? b : b == Zero ? a : Binary(Op.Add, a, b);

    private int Subtract(int a, int b) => b == Zero ? a : a == Zero ? Negate(b) : Binary(Op.Subtract, a, b);

    private int Multiply(int a, int b) => a == Zero || b == Zero ? Zero : Binary(Op.Multiply, a, b);

    private int Divide(int a, int b) => a == Zero ? Zero : Binary(Op.Divide, a, b);

    /// <summary>What is the same for all elements is computed once, in double.</summary>
    private int Binary(Op op, int a, int b) => _target[a].Op == Op.Broadcast && _target[b].Op == Op.Broadcast
        ? _target.ToVarying(_target.Binary(op, _target[a].A, _target[b].A))
        : _target.Binary(op, a, b);

    private int Negate(int value) => value == Zero ? Zero : _target.Unary(Op.Negate, value);

    private int Select(int condition, int whenTrue, int whenFalse) => whenTrue == Zero && whenFalse == Zero
        ? Zero
        : _target.Select(
            condition, whenTrue == Zero ? Constant(0) : whenTrue, whenFalse == Zero ? Constant(0) : whenFalse);
}
