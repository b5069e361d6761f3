using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>How a kernel of one width is spelled: types, memory accesses and every operation.</summary>
internal abstract class Target
{
    public static readonly Target Scalar = new ScalarTarget("", "KernelMath.FusedMultiplyAdd");
    public static readonly Target Vector128 = new VectorTarget(128);
    public static readonly Target Vector256 = new VectorTarget(256);
    public static readonly Target Vector512 = new VectorTarget(512);

    /// <summary>The loops of processors with fused multiply-adds, for bodies with more of them than are inlined.</summary>
    public static readonly Target Fused128 = new VectorTarget(128, usesFramework: true);

    /// <summary>The loops of bodies with more minima and maxima than are inlined.</summary>
    public static readonly Target Framework256 = new VectorTarget(256, usesFramework: true);

    /// <summary>Narrowest first.</summary>
    public static readonly IReadOnlyList<Target> All = [Scalar, Vector128, Vector256, Vector512];

    /// <summary>As in KernelTarget.</summary>
    public abstract string Name { get; }

    /// <summary>What the names of its loops end with.</summary>
    public virtual string Suffix => Name;

    /// <summary>The condition under which its loops run, as an expression.</summary>
    public virtual string ConditionOf(Element element) => $"typeof(V) == typeof({VectorOf(element)})";

    /// <summary>The type of its vectors.</summary>
    public abstract string VectorOf(Element element);

    /// <summary>The step of the loop over <c>i</c>.</summary>
    public abstract string Increment(Element element);

    /// <summary>Whether operations are methods that the just-in-time compiler inlines.</summary>
    public virtual bool InlinesOperations => false;

    /// <summary>The sign of a value as one operation; asked of targets alone that inline operations.</summary>
    public virtual Code Sign(Code value) => throw new NotSupportedException($"{Name} has signs as selects.");

    /// <summary>Whether kernels may decode and encode states in their registers.</summary>
    public virtual bool MayDecode => false;

    /// <summary>Whether kernels may add up summands in their registers.</summary>
    public virtual bool MaySum => false;

    public abstract string Load(Element element, string reference);

    /// <summary>Reads an operand that is not coded, beside states that may be.</summary>
    public virtual string LoadBesideStates(string reference) => Load(Element.Single, reference);

    /// <summary>The statement before such a read that asks for what is read later; null where the read does so itself.</summary>
    public virtual string? Prefetch(string reference) => null;

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

    /// <summary>The argument of a sum: the parts in double of a vector of elements.</summary>
    public virtual string Summand(Element element, IReadOnlyList<Code> parts) => throw new NotSupportedException();

    /// <summary>The factor of a summed product: a value in float, in double.</summary>
    public virtual Code WidenSummand(Code value) => Widen(NodeType.Varying, value, 0);

    /// <summary>The factor of a summed product that is read from memory.</summary>
    public virtual Code LoadWideSummand(string reference) => LoadWide(reference, 0);

    /// <summary>A step constant, of type double, in every lane.</summary>
    public abstract Code Broadcast(Element element, string constant);

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
