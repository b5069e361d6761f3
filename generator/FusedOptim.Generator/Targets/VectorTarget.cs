using FusedOptim.Generator.Emit;
using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Targets;

/// <summary>Vectors of 128, 256 or 512 bits, by the framework's cross-platform operations.</summary>
internal sealed class VectorTarget(int bits, Target narrower) : Target
{
    public override string Name => $"Vector{bits}";

    public override string Description => $"{bits} bits at a time";

    public override Target? Narrower => narrower;

    public override int LanesOf(Element element) => bits / element.Bits;

    public override string Load(Element element, string reference) => $"{Name}.LoadUnsafe(ref {reference}, i)";

    public override string Store(Element element, string value, string reference) => $"{value}.StoreUnsafe(ref {reference}, i);";

    public override string StoreZero(Element element, string reference) => Store(element, $"{TypeOf(element)}.Zero", reference);

    public override Code Broadcast(Element element, string scalar) => new($"{Name}.Create({scalar})");

    public override Code Constant(Element element, double value) =>
        BitConverter.DoubleToInt64Bits(value) == 0
            ? new($"{TypeOf(element)}.Zero")
            : Broadcast(element, Literals.Of(element, value).Text);

    public override Code BroadcastTruth(Element element, string truth) =>
        new($"{truth} ? {TypeOf(element)}.AllBitsSet : {TypeOf(element)}.Zero", Code.Conditional);

    public override Code Apply(Op op, Element element, IReadOnlyList<Code> operands)
    {
        var info = op.Info();
        return op switch
        {
            Op.NotEqual => Prefix("~", Function($"{Name}.{info.Vector}", operands)),
            // Not every processor with 128 bits has the instruction; the runtime knows.
            Op.FusedMultiplyAdd when bits == 128 => Function("KernelMath.FusedMultiplyAdd", operands),
            _ when op.IsComparison() => Function($"{Name}.{info.Vector}", operands),
            _ => info.Spelling switch
            {
                Spelling.Infix => Infix(op, info.Vector, operands),
                Spelling.Prefix => Prefix(info.Vector, operands[0]),
                Spelling.KernelFunction => Function($"KernelMath.{info.Vector}", operands),
                _ => Function($"{Name}.{info.Vector}", operands),
            },
        };
    }

    private string TypeOf(Element element) => $"{Name}<{element.Keyword}>";
}
