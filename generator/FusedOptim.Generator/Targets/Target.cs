using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>How a kernel of one width is spelled: types, memory accesses and every operation.</summary>
internal abstract class Target
{
    public static readonly Target Scalar = new ScalarTarget("", "KernelMath.FusedMultiplyAdd");
    public static readonly Target Vector128 = new VectorTarget(128, Scalar);
    public static readonly Target Vector256 = new VectorTarget(256, Vector128);
    public static readonly Target Vector512 = new VectorTarget(512, Vector256);

    /// <summary>Narrowest first.</summary>
    public static readonly IReadOnlyList<Target> All = [Scalar, Vector128, Vector256, Vector512];

    /// <summary>As in KernelTarget.</summary>
    public abstract string Name { get; }

    public abstract string Description { get; }

    /// <summary>The target that takes what is left of a run; null where nothing is ever left.</summary>
    public abstract Target? Narrower { get; }

    /// <summary>How many elements a value holds.</summary>
    public abstract int LanesOf(Element element);

    /// <summary>Whether kernels may decode and encode states in their registers.</summary>
    public virtual bool MayDecode => false;

    /// <summary>Whether kernels may add up summands in their registers.</summary>
    public virtual bool MaySum => false;

    public abstract string Load(Element element, string reference);

    /// <summary>The statement that writes a value.</summary>
    public abstract string Store(Element element, string value, string reference);

    /// <summary>Reads a state that may be coded.</summary>
    public virtual string Decode(string reference) => Load(Element.Single, reference);

    /// <summary>The statement that writes a state that may be coded.</summary>
    public virtual string Encode(string value, string reference) => Store(Element.Single, value, reference);

    /// <summary>The number of values that hold in double what one holds in float.</summary>
    public abstract int WideParts { get; }

    /// <summary>One part, in double, of a value in float.</summary>
    public abstract Code Widen(NodeType type, Code value, int part);

    /// <summary>Whether floats can be converted as they are read.</summary>
    public virtual bool MayLoadWide => false;

    /// <summary>One part, in double, of a value in float that is read from memory.</summary>
    public virtual Code LoadWide(string reference, int part) => throw new NotSupportedException();

    /// <summary>The statement that writes one part of a value in double.</summary>
    public abstract string StoreWide(string value, string reference, int part);

    /// <summary>The statement that writes zeros.</summary>
    public abstract string StoreZero(Element element, string reference);

    /// <summary>A scalar of the element's type in every lane.</summary>
    public abstract Code Broadcast(Element element, string scalar);

    public abstract Code Constant(Element element, double value);

    /// <summary>A truth value (given as an expression of type bool) in every lane.</summary>
    public abstract Code BroadcastTruth(Element element, string truth);

    public abstract Code Apply(Op op, Element element, IReadOnlyList<Code> operands);

    /// <summary>A select whose condition is the same for all elements.</summary>
    public virtual Code Choose(Element element, IReadOnlyList<Code> operands) => Apply(Op.Select, element, operands);

    protected static Code Infix(Op op, string symbol, IReadOnlyList<Code> operands)
    {
        var precedence = Code.PrecedenceOf(symbol);
        // A right operand of the same precedence keeps its parentheses: a - (b - c), a * (b * c).
        return new($"{operands[0].At(precedence)} {symbol} {operands[1].At(precedence + 1)}", precedence);
    }

    protected static Code Prefix(string symbol, Code operand) =>
        new($"{symbol}{operand.At(Code.Unary + 1)}", Code.Unary);

    protected static Code Function(string name, IReadOnlyList<Code> operands) =>
        new($"{name}({string.Join(", ", operands.Select(static operand => operand.Text))})");
}
