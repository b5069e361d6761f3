using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>Vectors of 128, 256 or 512 bits, by the framework's cross-platform operations.</summary>
/// <param name="bits">The width.</param>
/// <param name="usesFramework">
/// Whether operations that the runtime has better are the framework's. Those of the runtime are inlined, and of a long body not all are.
/// </param>
internal sealed class VectorTarget(int bits, bool usesFramework = false) : Target
{
    // Without the instruction, the framework's takes many times as long as the runtime's.
    private bool IsFused => bits == 128 && usesFramework;

    public override string Name => $"Vector{bits}";

    public override string Suffix => $"{bits}{(IsFused ? "Fused" : "")}";

    public override string ConditionOf(Element element) =>
        base.ConditionOf(element) + (IsFused ? " && global::FusedOptim.Execution.KernelTargets.HasFusedMultiplyAdd" : "");

    public override string VectorOf(Element element) => $"{Name}<{element.Keyword}>";

    public override string Increment(Element element) => $"i += {LanesOf(element)}";

    // Narrower kernels find their states decoded.
    public override bool MayDecode => bits >= 256;

    // The lanes of a sum are two registers of 512 bits. Of 256 they would be four, and nothing be left for the formula.
    public override bool MaySum => bits == 512;

    public override string Load(Element element, string reference) => $"{Name}.LoadUnsafe(ref {reference}, i)";

    public override string Store(Element element, string value, string reference) => $"{value}.StoreUnsafe(ref {reference}, i);";

    public override string Decode(string reference) => MayDecode
        ? $"TStates.Load{bits}(ref {reference}, i)"
        : base.Decode(reference);

    public override string Encode(string value, string reference) => MayDecode
        ? $"TStates.Store({value}, ref {reference}, i);"
        : base.Encode(value, reference);

    public override int WideParts => 2;

    public override Code Widen(NodeType type, Code value, int part)
    {
        var function = $"{Name}.{(part == 0 ? "WidenLower" : "WidenUpper")}";
        // All bits of a mask are set, or none, as those of the integer are that it widens to.
        return type == NodeType.Mask
            ? new($"{function}({value.At(Code.Primary)}.AsInt32()).AsDouble()")
            : new($"{function}({value.Text})");
    }

    // Half of 128 bits is no vector of x64.
    public override bool MayLoadWide => bits >= 256;

    public override Code LoadWide(string reference, int part) => new($"KernelMath.LoadWide{bits}(ref {reference}, {IndexOf(part)})");

    public override string StoreWide(string value, string reference, int part) =>
        $"{value}.StoreUnsafe(ref {reference}, {IndexOf(part)});";

    public override string StoreZero(Element element, string reference) => Store(element, $"{VectorOf(element)}.Zero", reference);

    public override string Summand(Element element, IReadOnlyList<Code> parts) => parts.Count == 1
        ? parts[0].Text
        : $"Wide{bits}.Of({parts[0]}, {parts[1]})";

    public override Code WidenSummand(Code value) => new($"Wide{bits}.Widen({value})");

    public override Code LoadWideSummand(string reference) => new($"Wide{bits}.LoadWide<FloatStates>(ref {reference}, i)");

    public override string? Prefetch(string reference) => MayDecode ? $"TStates.Prefetch(ref {reference}, i);" : null;

    public override Code Broadcast(Element element, string constant) =>
        Create(element == Element.Double ? constant : $"(float){constant}");

    public override Code Constant(Element element, double value) =>
        BitConverter.DoubleToInt64Bits(value) == 0
            ? new($"{VectorOf(element)}.Zero")
            : Create(element.Literal(value).Text);

    public override Code BroadcastTruth(Element element, string truth) =>
        new($"{truth} ? {VectorOf(element)}.AllBitsSet : {VectorOf(element)}.Zero", Code.Conditional);

    public override Code Apply(Op op, Element element, IReadOnlyList<Code> operands)
    {
        var info = op.Info();
        return op switch
        {
            Op.NotEqual => Prefix("~", Function($"{Name}.{info.Vector}", operands)),
            // Not every processor with 128 bits has the instruction; the runtime knows.
            Op.FusedMultiplyAdd when bits == 128 && !usesFramework => Function("KernelMath.FusedMultiplyAdd", operands),
            // With AVX2 the framework's take twice the instructions, unless it knows an operand.
            Op.Min or Op.Max when bits == 256 && !usesFramework && !operands.Contains(Constant(element, 0)) =>
                Function($"KernelMath.{info.Vector}", operands),
            // RyuJIT makes three or four instructions of a select between zero and a value, where AVX-512 has one for any.
            Op.Select when bits < 512 && SelectOfZero(element, operands) is { } masked => masked,
            _ when op.IsComparison() => Function($"{Name}.{info.Vector}", operands),
            _ => info.Notation switch
            {
                Notation.Infix => Infix(op, info.Vector, operands),
                Notation.Prefix => Prefix(info.Vector, operands[0]),
                Notation.KernelFunction => Function($"KernelMath.{info.Vector}", operands),
                _ => Function($"{Name}.{info.Vector}", operands),
            },
        };
    }

    // The condition is a mask in a register, which no comparison has left in one of AVX-512's own.
    public override Code Choose(Element element, IReadOnlyList<Code> operands) =>
        SelectOfZero(element, operands) ?? base.Choose(element, operands);

    private Code? SelectOfZero(Element element, IReadOnlyList<Code> operands) =>
        operands[1] == Constant(element, 0) ? Function($"{Name}.AndNot", [operands[2], operands[0]]) :
        operands[2] == Constant(element, 0) ? Infix(Op.And, "&", [operands[0], operands[1]]) : null;

    private Code Create(string scalar) => new($"{Name}.Create({scalar})");

    private int LanesOf(Element element) => bits / element.Bits;

    private string IndexOf(int part) => part == 0 ? "i" : $"i + {LanesOf(Element.Double)}";
}
