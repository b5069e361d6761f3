using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>
/// Vectors of any width, by operators and the static members of a type argument: one source, of which the just-in-time compiler makes a loop for each
/// width. The element is the one that the graph was lowered for; values in double beside it are of the wide vector.
/// </summary>
/// <param name="body">The precision that the graph was lowered for.</param>
internal sealed class LanesTarget(Element body) : Target
{
    /// <summary>The type argument that has the operations on vectors.</summary>
    private const string Vector = "L";

    /// <summary>The type argument that has those on the same elements in double.</summary>
    private const string WideVector = "D";

    public override string Name => "Vector";

    public override string VectorOf(Element element) => "V";

    public override string Increment(Element element) => $"i += {Vector}.Count";

    public override bool InlinesOperations => true;

    public override Code Sign(Code value) => Function($"{Vector}.Sign", [value]);

    public override bool MayDecode => body == Element.Single;

    public override bool MaySum => true;

    public override string Load(Element element, string reference) => $"{Vector}.Load(ref {reference}, i)";

    public override string LoadBesideStates(string reference) => $"{Vector}.Load<TStates>(ref {reference}, i)";

    public override string Store(Element element, string value, string reference) => $"{Vector}.Store({value}, ref {reference}, i);";

    public override string Decode(string reference) => $"{Vector}.LoadState<TStates>(ref {reference}, i)";

    public override string Encode(string value, string reference) => $"{Vector}.StoreState<TStates>({value}, ref {reference}, i);";

    public override int WideParts => 1;

    public override Code Widen(NodeType type, Code value, int part) =>
        new($"{WideVector}.{(type == NodeType.Mask ? "WidenMask" : "Widen")}({value})");

    public override bool MayLoadWide => true;

    public override Code LoadWide(string reference, int part) => new($"{WideVector}.LoadWide<TStates>(ref {reference}, i)");

    public override string StoreWide(string value, string reference, int part) =>
        $"{WideVector}.StoreWide({value}, ref {reference}, i);";

    public override string StoreZero(Element element, string reference) => Store(element, $"{Vector}.Zero", reference);

    public override string Summand(Element element, IReadOnlyList<Code> parts) =>
        body == Element.Double ? Widen(NodeType.Varying, parts[0], 0).Text : parts[0].Text;

    public override Code Broadcast(Element element, string constant) => new($"{TypeOf(element)}.Broadcast({constant})");

    public override Code Constant(Element element, double value) =>
        BitConverter.DoubleToInt64Bits(value) == 0
            ? new($"{TypeOf(element)}.Zero")
            : Broadcast(element, Literals.OfDouble(value).Text);

    public override Code BroadcastTruth(Element element, string truth) => new($"{TypeOf(element)}.BroadcastMask({truth})");

    public override Code Apply(Op op, Element element, IReadOnlyList<Code> operands)
    {
        var info = op.Info();
        var zero = Constant(element, 0);
        return op switch
        {
            Op.NotEqual => Prefix("~", Call(info.Vector, operands)),
            Op.Min or Op.Max when operands[1] == zero => Call(info.Vector + "OfZero", [operands[0]]),
            Op.Min or Op.Max when operands[0] == zero => Call(info.Vector + "OfZero", [operands[1]]),
            Op.Select when operands[1] == zero => Call("ZeroOrSelect", [operands[0], operands[2]]),
            Op.Select when operands[2] == zero => Call("SelectOrZero", [operands[0], operands[1]]),
            Op.Select => Call("Select", operands),
            _ when op.IsComparison() => Call(info.Vector, operands),
            _ => info.Notation switch
            {
                Notation.Infix => Infix(op, info.Vector, operands),
                Notation.Prefix => Prefix(info.Vector, operands[0]),
                _ => Call(info.Vector, operands),
            },
        };

        Code Call(string name, IReadOnlyList<Code> arguments) => Function($"{TypeOf(element)}.{name}", arguments);
    }

    public override Code Choose(Element element, IReadOnlyList<Code> operands)
    {
        var zero = Constant(element, 0);
        return
            operands[1] == zero ? Function($"{TypeOf(element)}.AndNot", [operands[2], operands[0]]) :
            operands[2] == zero ? Infix(Op.And, "&", [operands[0], operands[1]]) :
            Apply(Op.Select, element, operands);
    }

    private string TypeOf(Element element) => element == body ? Vector : WideVector;
}
