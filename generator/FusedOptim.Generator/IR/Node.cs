namespace FusedOptim.Generator.IR;

/// <summary>One operation of a graph. Operands are indices of earlier nodes, −1 where there is none.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Type">The type of its value.</param>
/// <param name="A">The first operand.</param>
/// <param name="B">The second operand.</param>
/// <param name="C">The third operand.</param>
/// <param name="Bits">The bits of a constant (0 and −0 differ), or the index that a leaf or call refers to.</param>
internal readonly record struct Node(Op Op, NodeType Type, int A = -1, int B = -1, int C = -1, long Bits = 0)
{
    public double Real => BitConverter.Int64BitsToDouble(Bits);

    public int Integer => (int)Bits;

    public bool Boolean => Bits != 0;

    public bool IsConstant => Op == Op.Constant;

    public int Operand(int index) => index switch { 0 => A, 1 => B, _ => C };

    /// <summary>The node with its operands mapped.</summary>
    public Node Map(Func<int, int> map) => this with
    {
        A = A < 0 ? A : map(A),
        B = B < 0 ? B : map(B),
        C = C < 0 ? C : map(C),
    };
}
