using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>One element at a time, in plain C#.</summary>
/// <param name="mathPrefix">What stands before Math and MathF.</param>
/// <param name="fusedMultiplyAdd">The name of that function.</param>
internal sealed class ScalarTarget(string mathPrefix, string fusedMultiplyAdd) : Target
{
    public override string Name => "Scalar";

    public override string VectorOf(Element element) => element.Keyword;

    public override string Increment(Element element) => "i++";

    public override string Load(Element element, string reference) => $"Unsafe.Add(ref {reference}, i)";

    public override string Store(Element element, string value, string reference) => $"Unsafe.Add(ref {reference}, i) = {value};";

    public override int WideParts => 1;

    public override Code Widen(NodeType type, Code value, int part) =>
        type == NodeType.Mask ? value : new($"(double){value.At(Code.Unary + 1)}", Code.Unary);

    public override string StoreWide(string value, string reference, int part) => Store(Element.Double, value, reference);

    public override string Summand(Element element, IReadOnlyList<Code> parts) => parts[0].Text;

    public override string StoreZero(Element element, string reference) => Store(element, "0", reference);

    public override Code Broadcast(Element element, string constant) =>
        element == Element.Double ? new(constant) : new($"(float){constant}", Code.Unary);

    public override Code Constant(Element element, double value) => element.Literal(value);

    public override Code BroadcastTruth(Element element, string truth) => new(truth);

    public override Code Apply(Op op, Element element, IReadOnlyList<Code> operands)
    {
        var info = op.Info();
        return op switch
        {
            Op.Select => new(
                $"{operands[0].At(Code.Conditional + 1)} ? {operands[1].At(Code.Conditional + 1)} : {operands[2].At(Code.Conditional)}",
                Code.Conditional),
            Op.FusedMultiplyAdd => Function(fusedMultiplyAdd, operands),
            _ => info.Notation switch
            {
                Notation.Infix => Infix(op, info.Scalar, operands),
                Notation.Prefix => Prefix(info.Scalar, operands[0]),
                Notation.KernelFunction => Function($"KernelMath.{info.Scalar}", operands),
                _ => Function($"{mathPrefix}{element.MathClass}.{info.Scalar}", operands),
            },
        };
    }
}
