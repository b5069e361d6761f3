using FusedOptim.Generator.IR;
using FusedOptim.Generator.Passes;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// What the loops of a kernel compute in one precision: its graph, functions lowered to polynomials. Without functions it is
/// the graph of the plan itself.
/// </summary>
internal sealed class KernelBody
{
    private readonly HashSet<(int Uniform, bool IsWide)> _broadcasts;

    private KernelBody(Graph graph, int[] useCounts, IReadOnlyDictionary<int, string> nameOf, IReadOnlyList<(int, string)> constants)
    {
        Graph = graph;
        UseCounts = useCounts;
        NameOf = nameOf;
        StepConstants = constants;
        _broadcasts = [.. graph.Nodes.Where(static node => node.Op == Op.Broadcast).Select(static node => (node.A, node.Type.IsWide()))];
    }

    public Graph Graph { get; }

    /// <summary>How many operands and stores refer to each node.</summary>
    public int[] UseCounts { get; }

    /// <summary>What the user, or a lowering, called a node.</summary>
    public IReadOnlyDictionary<int, string> NameOf { get; }

    /// <summary>The step constants that meet the tensor: node of this graph, and the name of the field.</summary>
    public IReadOnlyList<(int Node, string Name)> StepConstants { get; }

    /// <summary>Whether a uniform meets values of the element, or values in double.</summary>
    public bool IsBroadcast(int uniform, bool isWide) => _broadcasts.Contains((uniform, isWide));

    /// <summary>The body in a precision.</summary>
    /// <param name="plan">The kernels.</param>
    /// <param name="element">The precision.</param>
    /// <param name="isWide">Whether what reductions take is widened.</param>
    public static KernelBody Of(KernelPlan plan, Element element, bool isWide)
    {
        var graph = PassPipeline.Lower(
            plan.Graph, element, plan.Declaration.Hyperparameters, operand => plan.Operands[operand].IsReduced, isWide);
        if (ReferenceEquals(graph, plan.Graph))
            return new(graph, plan.UseCounts, plan.NameOf, plan.StepConstants);
        // Lowering keeps the order of what it does not lower, and adds constants alone.
        var constants = StepConstantNames.NodesOf(graph).Zip(plan.StepConstants, static (node, uniform) => (node, uniform.Name)).ToList();
        return new(graph, graph.CountUses(), NamesOf(graph), constants);
    }

    public static Dictionary<int, string> NamesOf(Graph graph) =>
        graph.Names.ToDictionary(static name => name.Node, static name => name.Name);
}
