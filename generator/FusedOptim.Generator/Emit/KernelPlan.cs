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
    private readonly bool _takesSummands;

    /// <param name="signature">What the kernels take.</param>
    /// <param name="graph">What they compute, optimized.</param>
    /// <param name="suffix">What tells the kernels from others of the same declaration.</param>
    public KernelPlan(KernelSignature signature, Graph graph, string suffix)
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
        _takesSummands = Operands.Any(static operand => operand.IsSummed);
        TypeNames = [StepConstantsName, DispatchName, .. Target.All.Select(KernelName)];
        ReservedNames = [.. KernelTypes.Names, .. TypeNames, TypeArguments.Gradients, TypeArguments.States, TypeArguments.Summands, "constants", "count"];
        StepConstants = StepConstantNames.Of(this);
    }

    public KernelSignature Signature { get; }

    /// <summary>The record that the kernels are compiled from.</summary>
    public DeclarationModel Declaration => Signature.Declaration;

    public Graph Graph { get; }

    /// <summary>How many operands and stores refer to each node.</summary>
    public int[] UseCounts { get; }

    /// <summary>What tells the kernels of this graph from others of the same declaration.</summary>
    public string Suffix { get; }

    /// <summary>The name of the struct of step constants.</summary>
    public string StepConstantsName => Suffix + "StepConstants";

    /// <summary>The name of the class that chooses between targets.</summary>
    public string DispatchName => Suffix + "Dispatch";

    /// <summary>The name of the class of a target's kernels.</summary>
    public string KernelName(Target target) => target.Name + Suffix + "Kernel";

    /// <summary>The names of all these types.</summary>
    public IReadOnlyList<string> TypeNames { get; }

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
            _bodies.Add(element, body = KernelBody.Of(this, element));
        return body;
    }

    /// <summary>The streams that are read, in the order of the operands.</summary>
    public IReadOnlyList<int> Loads { get; }

    /// <summary>Whether an operand is read or written.</summary>
    public bool Uses(int operand) => _isUsed[operand];

    /// <summary>Whether a target's kernels take how states are stored, as a type argument.</summary>
    public bool TakesStates(Target target, Element element) => target.MayDecode && TakesStates(element);

    /// <summary>Whether any target's kernels do.</summary>
    public bool TakesStates(Element element) => element == Element.Single && _takesStates;

    /// <summary>Whether a target's kernels take where summands go, as a type argument.</summary>
    public bool TakesSummands(Target target) => target.MaySum && TakesSummands();

    /// <summary>Whether any target's kernels do.</summary>
    public bool TakesSummands() => _takesSummands;

    /// <summary>All operands, read or not, in the order in which kernels take them.</summary>
    public IReadOnlyList<KernelOperand> Operands => Signature.Operands;
}
