using FusedOptim.Generator.Collections;


namespace FusedOptim.Generator.IR;

/// <summary>
/// A rule as one straight-line graph without cycles: a table of nodes, children first, and what is stored at its end. The
/// table is also a cache key of the pipeline, which is why it is flat: nested records would compare shared nodes again and
/// again.
/// </summary>
/// <param name="Nodes">The operations, children before parents.</param>
/// <param name="Stores">What is written to which operand.</param>
/// <param name="Names">The names of the user's locals, for generated code that reads like the method.</param>
/// <param name="Sections">Where functions that are lowered begin and end, in the order of the nodes.</param>
/// <param name="Texts">Texts that nodes refer to: fields and functions.</param>
internal sealed record Graph(
    EquatableArray<Node> Nodes,
    EquatableArray<Store> Stores,
    EquatableArray<NodeName> Names,
    EquatableArray<Section> Sections,
    EquatableArray<string> Texts)
{
    /// <summary>The operand of a <see cref="Op.Load"/> and a <see cref="Store"/> that is the parameter.</summary>
    public const int Parameter = 0;

    /// <summary>The operand that is the gradient.</summary>
    public const int Gradient = 1;

    /// <summary>The operand that is the first state; the others follow.</summary>
    public const int FirstState = 2;

    public static readonly Graph Empty = new(
        EquatableArray<Node>.Empty, EquatableArray<Store>.Empty, EquatableArray<NodeName>.Empty, EquatableArray<Section>.Empty,
        EquatableArray<string>.Empty);

    /// <summary>Whether each node is needed by one of the given stores.</summary>
    public bool[] ReachedFrom(IEnumerable<Store> stores)
    {
        var isReached = new bool[Nodes.Count];
        foreach (var store in stores)
            isReached[store.Node] = true;
        for (var index = Nodes.Count - 1; index >= 0; index--)
        {
            if (!isReached[index])
                continue;
            for (var operand = 0; operand < 3; operand++)
            {
                if (Nodes[index].Operand(operand) is >= 0 and var child)
                    isReached[child] = true;
            }
        }

        return isReached;
    }

    /// <summary>The number of uses of each node, by other nodes and by stores.</summary>
    public int[] CountUses()
    {
        var uses = new int[Nodes.Count];
        foreach (var node in Nodes)
        {
            for (var operand = 0; operand < 3; operand++)
            {
                if (node.Operand(operand) >= 0)
                    uses[node.Operand(operand)]++;
            }
        }

        foreach (var store in Stores)
            uses[store.Node]++;
        return uses;
    }
}

/// <summary>A value written to an operand, after everything has been read.</summary>
internal readonly record struct Store(int Operand, int Node);

/// <summary>What the nodes from one on compute; nothing to say where a function has ended.</summary>
/// <param name="Start">The first node; as many as there are where no node follows.</param>
/// <param name="Title">What they compute; empty at an end.</param>
internal readonly record struct Section(int Start, string Title);

/// <summary>What the user called a value.</summary>
internal readonly record struct NodeName(int Node, string Name);
