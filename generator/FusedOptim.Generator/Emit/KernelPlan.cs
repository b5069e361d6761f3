using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// An optimized graph and the names that its generated code uses: the same on every target, and, until functions are lowered,
/// in both precisions.
/// </summary>
internal sealed class KernelPlan
{
    private readonly Dictionary<Element, KernelBody> _bodies = [];

    public KernelPlan(RuleModel rule, PhaseModel phase, Graph graph, FloatMode mode, string suffix)
    {
        Rule = rule;
        Phase = phase;
        Mode = mode;
        Suffix = suffix;
        Graph = PassPipeline.Run(graph, mode);
        UseCounts = Rewriter.UsesOf(Graph);
        NameOf = KernelBody.NamesOf(Graph);
        Uniforms = UniformNames.Of(this);
    }

    public RuleModel Rule { get; }

    public PhaseModel Phase { get; }

    public FloatMode Mode { get; }

    /// <summary>The prepared values that the phase uses, by their index in the rule.</summary>
    public IReadOnlyList<int> BoundPrepared => Phase.Prepared;

    public Graph Graph { get; }

    /// <summary>How many operands and stores refer to each node.</summary>
    public int[] UseCounts { get; }

    /// <summary>What tells the kernels of this graph from those of the rule's others.</summary>
    public string Suffix { get; }

    /// <summary>The name of the struct of uniforms.</summary>
    public string UniformsName => Suffix + "Uniforms";

    /// <summary>The name of the class that chooses between targets.</summary>
    public string DispatchName => Suffix + "Dispatch";

    /// <summary>The name of the class of a target's kernels.</summary>
    public string KernelName(Target target) => target.Name + Suffix + "Kernel";

    /// <summary>What the user called a node.</summary>
    public IReadOnlyDictionary<int, string> NameOf { get; }

    /// <summary>The uniforms that meet the tensor: node and the name of the field, in the order of the graph.</summary>
    public IReadOnlyList<(int Node, string Name)> Uniforms { get; }

    /// <summary>What the loops compute in one precision.</summary>
    public KernelBody BodyOf(Element element)
    {
        if (!_bodies.TryGetValue(element, out var body))
            _bodies.Add(element, body = KernelBody.Of(this, element));
        return body;
    }

    /// <summary>The streams that are read, parameter and gradient first.</summary>
    public IEnumerable<int> Loads => Graph.Nodes
        .Where(static node => node.Op == Op.Load).Select(static node => (int)node.Bits).Distinct().OrderBy(static operand => operand);

    /// <summary>The name of an operand: parameter, gradient, or that of the state.</summary>
    public string OperandName(int operand) => operand switch
    {
        Graph.Parameter => "parameter",
        Graph.Gradient => "gradient",
        _ when operand < FirstOutput => Rule.States[operand - Graph.FirstState].Name,
        _ => Phase.Kind == PhaseKind.Evaluate ? "evaluationWeight" : Phase.Reductions[operand - FirstOutput].Name,
    };

    /// <summary>The first operand behind the states: a buffer of summands, or the weights to evaluate with.</summary>
    public int FirstOutput => Graph.FirstState + Rule.States.Count;

    /// <summary>Whether a state is read or written.</summary>
    public bool Uses(int state) =>
        Loads.Contains(Graph.FirstState + state) || Graph.Stores.Any(store => store.Operand == Graph.FirstState + state);

    /// <summary>All operands, read or not, in the order in which kernels take them.</summary>
    public IEnumerable<int> Operands => Enumerable.Range(0, FirstOutput + Phase.OutputCount);
}
