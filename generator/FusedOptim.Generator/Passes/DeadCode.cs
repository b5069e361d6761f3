using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Passes;

/// <summary>Drops what no store needs, and stores that would write what was read.</summary>
internal static class DeadCode
{
    public static Graph Run(Graph graph)
    {
        var stores = graph.Stores.Where(store => !IsUnchanged(graph, store)).ToList();
        var isLive = graph.ReachedFrom(stores);
        var target = new GraphBuilder();
        var map = new int[graph.Nodes.Count];
        foreach (var text in graph.Texts)
            target.Text(text);
        var sections = graph.Sections.ToLookup(static section => section.Start, static section => section.Title);
        for (var index = 0; index < graph.Nodes.Count; index++)
        {
            foreach (var title in sections[index])
                target.Begin(target.Count, title);
            if (isLive[index])
                map[index] = target.Share(graph.Nodes[index].Map(operand => map[operand]));
        }

        foreach (var name in graph.Names)
        {
            if (isLive[name.Node])
                target.Name(map[name.Node], name.Name);
        }

        foreach (var store in stores)
            target.Store(store.Operand, map[store.Node]);
        return target.ToGraph();
    }

    private static bool IsUnchanged(Graph graph, Store store) =>
        graph.Nodes[store.Node] is { Op: Op.Load } node && node.Bits == store.Operand;
}
