using System.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// The passes, in order. Strict keeps each operation as the method states it. Deterministic rewrites, and the order matters:
/// reciprocals make products of divisions, products merge their uniform factors, and what is left contracts with sums; dead
/// code goes before each pass that asks whether a value has one use.
/// </summary>
internal static class PassPipeline
{
    public static Graph Run(Graph graph, FloatMode mode)
    {
        Verify(graph, "the front end");
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        if (mode == FloatMode.Strict)
            return graph;
        graph = Run(graph, nameof(IntegerPowers), static graph => new IntegerPowers(graph).Run());
        graph = Run(graph, nameof(Reciprocals), static graph => new Reciprocals(graph).Run());
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        graph = Run(graph, nameof(UniformFactors), static graph => new UniformFactors(graph).Run());
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        graph = Run(graph, nameof(Contraction), static graph => new Contraction(graph).Run());
        return Run(graph, nameof(DeadCode), DeadCode.Run);
    }

    private static Graph Run(Graph graph, string name, Func<Graph, Graph> pass)
    {
        graph = pass(graph);
        Verify(graph, name);
        return graph;
    }

    [Conditional("DEBUG")]
    private static void Verify(Graph graph, string pass) => Verifier.Check(graph, pass);
}
