
namespace FusedOptim.Generator.IR;

/// <summary>
/// Rebuilds a graph node by node. A pass overrides <see cref="Rewrite"/>, which gets each node with its operands already
/// rebuilt; names and stores follow.
/// </summary>
internal abstract class Rewriter(Graph source)
{
    private readonly int[] _map = new int[source.Nodes.Count];
    private readonly int[] _uses = source.CountUses();

    protected Graph Source => source;

    protected GraphBuilder Target { get; } = new();

    /// <summary>Rebuilds the graph.</summary>
    /// <param name="keptOperand">An operand that what is computed for stays as it is; none where it is negative.</param>
    public Graph Run(int keptOperand = -1)
    {
        var isKept = source.ReachedFrom(source.Stores.Where(store => store.Operand == keptOperand));
        foreach (var text in source.Texts)
            Target.Text(text);
        var sections = source.Sections.ToLookup(static section => section.Start, static section => section.Title);
        for (var index = 0; index < source.Nodes.Count; index++)
        {
            foreach (var title in sections[index])
                Target.Begin(Target.Count, title);
            var node = source.Nodes[index].Map(operand => _map[operand]);
            _map[index] = isKept[index] ? Target.Share(node) : Rewrite(source.Nodes[index], node);
        }

        foreach (var name in source.Names)
            Target.Name(_map[name.Node], name.Name);
        foreach (var store in source.Stores)
            Target.Store(store.Operand, _map[store.Node]);
        return Target.ToGraph();
    }

    /// <summary>The node to put in the place of another.</summary>
    /// <param name="original">The node as it was, its operands indices of the source.</param>
    /// <param name="node">The node with its operands as indices of the target.</param>
    protected virtual int Rewrite(Node original, Node node) => Target.Share(node);

    /// <summary>The node of the target that an earlier node of the source has become.</summary>
    protected int Mapped(int sourceIndex) => _map[sourceIndex];

    /// <summary>Whether a node of the source has one use, so that it can be merged into it at no cost.</summary>
    protected bool HasOneUse(int sourceIndex) => _uses[sourceIndex] == 1;
}
