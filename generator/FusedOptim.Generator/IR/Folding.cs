namespace FusedOptim.Generator.IR;

/// <summary>
/// Operations on constants, where every compiler host computes the same bits: the four operations, square root, comparisons.
/// What a C library computes is left to the machine that runs the rule.
/// </summary>
internal static class Folding
{
    public static Node? Unary(Op op, Node a) => (op, a.Type) switch
    {
        (Op.Negate, NodeType.Real) => OfReal(-a.Real),
        (Op.Negate, NodeType.Integer) => OfInteger(unchecked(-a.Integer)),
        (Op.Abs, NodeType.Real) => OfReal(Math.Abs(a.Real)),
        (Op.Sqrt, NodeType.Real) => OfReal(Math.Sqrt(a.Real)),
        (Op.Floor, NodeType.Real) => OfReal(Math.Floor(a.Real)),
        (Op.Ceiling, NodeType.Real) => OfReal(Math.Ceiling(a.Real)),
        _ => null,
    };

    public static Node? Binary(Op op, Node a, Node b) => a.Type switch
    {
        NodeType.Real => Real(op, a.Real, b.Real),
        NodeType.Integer => Integer(op, a.Integer, b.Integer),
        _ => null,
    };

    private static Node? Real(Op op, double a, double b) => op switch
    {
        Op.Add => OfReal(a + b),
        Op.Subtract => OfReal(a - b),
        Op.Multiply => OfReal(a * b),
        Op.Divide => OfReal(a / b),
        Op.Less => OfBoolean(a < b),
        Op.LessOrEqual => OfBoolean(a <= b),
        Op.Greater => OfBoolean(a > b),
        Op.GreaterOrEqual => OfBoolean(a >= b),
        Op.Equal => OfBoolean(a == b),
        Op.NotEqual => OfBoolean(a != b),
        _ => null,
    };

    private static Node? Integer(Op op, int a, int b) => op switch
    {
        Op.Add => OfInteger(unchecked(a + b)),
        Op.Subtract => OfInteger(unchecked(a - b)),
        Op.Multiply => OfInteger(unchecked(a * b)),
        Op.Less => OfBoolean(a < b),
        Op.LessOrEqual => OfBoolean(a <= b),
        Op.Greater => OfBoolean(a > b),
        Op.GreaterOrEqual => OfBoolean(a >= b),
        Op.Equal => OfBoolean(a == b),
        Op.NotEqual => OfBoolean(a != b),
        _ => null,
    };

    private static Node OfReal(double value) => new(Op.Constant, NodeType.Real, Bits: BitConverter.DoubleToInt64Bits(value));

    private static Node OfInteger(int value) => new(Op.Constant, NodeType.Integer, Bits: value);

    private static Node OfBoolean(bool value) => new(Op.Constant, NodeType.Boolean, Bits: value ? 1 : 0);
}
