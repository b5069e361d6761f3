using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// An optimized graph and the names that its generated code uses: the same on every target, and, until functions are lowered,
/// in both precisions.
/// </summary>
internal sealed class KernelPlan
{
    private readonly Dictionary<Element, KernelBody> _bodies = [];
    private readonly bool[] _isUsed;
    private readonly bool _takesStates;
    private bool? _isOfBothPrecisions;

    /// <param name="signature">What the kernels take.</param>
    /// <param name="graph">What they compute, optimized.</param>
    /// <param name="suffix">What tells the kernels from others of the same declaration.</param>
    /// <param name="others">The kernels whose struct of step constants these share; none where it is their own.</param>
    public KernelPlan(KernelSignature signature, Graph graph, string suffix, params IReadOnlyList<KernelPlan> others)
    {
        Signature = signature;
        Suffix = suffix;
        Graph = graph;
        UseCounts = Graph.CountUses();
        NameOf = KernelBody.NamesOf(Graph);
        Loads = [.. graph.Nodes.Where(static node => node.Op == Op.Load).Select(static node => (int)node.Bits).Distinct().OrderBy(static operand => operand)];
        _isUsed = new bool[Operands.Count];
        foreach (var operand in Loads.Concat(graph.Stores.Select(static store => store.Operand)))
            _isUsed[operand] = true;
        _takesStates = Enumerable.Range(0, Operands.Count).Any(operand => Operands[operand].MayBeCoded && _isUsed[operand]);
        StepConstantsName = others.Count > 0 ? others[0].StepConstantsName : suffix + "StepConstants";
        ReservedNames = [.. KernelTypes.Names, .. KernelSignature.PhaseTypeParameters, StepConstantsName, "segment", "constants", "start", "end"];
        StepConstants = StepConstantNames.Of(this, others);
    }

    public KernelSignature Signature { get; }

    /// <summary>Whether they are the strict kernels beside others.</summary>
    public bool IsStrictOnly { get; init; }

    /// <summary>The record that the kernels are compiled from.</summary>
    public DeclarationModel Declaration => Signature.Declaration;

    public Graph Graph { get; }

    /// <summary>How many operands and stores refer to each node.</summary>
    public int[] UseCounts { get; }

    /// <summary>What tells the kernels of this graph from others of the same declaration.</summary>
    public string Suffix { get; }

    /// <summary>The name of the struct of step constants.</summary>
    public string StepConstantsName { get; }

    /// <summary>
    /// Whether one source serves both precisions: nothing in it depends on them, and it computes nothing in double beside the same in
    /// the element, which in double would be done twice.
    /// </summary>
    public bool IsOfBothPrecisions => _isOfBothPrecisions ??=
        BodyOf(Element.Single).Graph.Equals(KernelBody.Of(this, Element.Double, isWide: true).Graph) &&
        Operations(BodyOf(Element.Single).Graph) == Operations(BodyOf(Element.Double).Graph);

    /// <summary>The name of the kernel of a precision.</summary>
    /// <param name="element">The precision.</param>
    /// <param name="form">How it is written.</param>
    public string KernelName(Element element, KernelForm form) =>
        form == KernelForm.Lanes && IsOfBothPrecisions ? Suffix + "Kernel" : $"{Suffix}KernelOf{Names.Pascal(element.Keyword)}";

    /// <summary>The names that no local of a kernel, and no parameter of its own, may have.</summary>
    public HashSet<string> ReservedNames { get; }

    /// <summary>What the user called a node.</summary>
    public IReadOnlyDictionary<int, string> NameOf { get; }

    /// <summary>The step constants that meet the tensor: node and the name of the field, in the order of the graph.</summary>
    public IReadOnlyList<(int Node, string Name)> StepConstants { get; }

    /// <summary>What the loops compute in one precision.</summary>
    public KernelBody BodyOf(Element element)
    {
        if (!_bodies.TryGetValue(element, out var body))
            _bodies.Add(element, body = KernelBody.Of(this, element, isWide: element == Element.Single));
        return body;
    }

    private static int Operations(Graph graph) =>
        graph.Nodes.Count(static node => !node.Type.IsUniform() && node.Op is not (Op.Load or Op.Broadcast or Op.Widen));

    /// <summary>The streams that are read, in the order of the operands.</summary>
    public IReadOnlyList<int> Loads { get; }

    /// <summary>Whether an operand is read or written.</summary>
    public bool Uses(int operand) => _isUsed[operand];

    /// <summary>Whether kernels of a precision read or write states that may be coded.</summary>
    public bool TakesStates(Element element) => element == Element.Single && _takesStates;

    /// <summary>Whether kernels take sums or maxima.</summary>
    public bool Reduces => Operands.Any(static operand => operand.IsReduced);

    /// <summary>Whether kernels take sums.</summary>
    public bool TakesSums => Operands.Any(static operand => operand.IsSummed);

    /// <summary>All operands, read or not, in the order in which kernels take them.</summary>
    public IReadOnlyList<KernelOperand> Operands => Signature.Operands;
}
