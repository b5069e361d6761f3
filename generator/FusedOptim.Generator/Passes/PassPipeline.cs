using System.Diagnostics;
using FusedOptim.Generator.Analysis;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes.Functions;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes;

/// <summary>
/// The passes, in order. Strict keeps each operation as the method states it. Deterministic rewrites, and the order matters:
/// reciprocals make products of divisions, products merge their uniform factors, and what is left contracts with sums; dead
/// code goes before each pass that asks whether a value has one use.
/// </summary>
internal static class PassPipeline
{
    /// <summary>The graph that kernels compute, until functions are lowered.</summary>
    /// <param name="graph">What was declared.</param>
    /// <param name="mode">What may be rewritten.</param>
    /// <param name="kept">An operand whose value is optimized already and stays as it is; none where it is negative.</param>
    public static Graph Run(Graph graph, FloatMode mode, int kept = -1)
    {
        Verify(graph, "the front end");
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        if (mode == FloatMode.Strict)
            return graph;
        graph = Run(graph, nameof(IntegerPowers), graph => new IntegerPowers(graph).Run(kept));
        graph = Run(graph, nameof(Reciprocals), graph => new Reciprocals(graph).Run(kept));
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        graph = Run(graph, nameof(UniformFactors), graph => new UniformFactors(graph).Run(kept));
        graph = Run(graph, nameof(DeadCode), DeadCode.Run);
        graph = Run(graph, nameof(Contraction), graph => new Contraction(graph).Run(kept));
        return Run(graph, nameof(DeadCode), DeadCode.Run);
    }

    /// <summary>
    /// The graph for one precision: what reductions take in double; polynomials in the place of functions, after all other passes,
    /// which would contract what makes up for rounding errors. A graph with nothing to lower is returned as it is.
    /// </summary>
    /// <param name="graph">What is computed.</param>
    /// <param name="element">The precision.</param>
    /// <param name="hyperparameters">What the graph's hyperparameters can be.</param>
    /// <param name="isReduced">Whether an operand takes what a reduction reduces.</param>
    /// <param name="isWide">Whether what reductions take is widened: in double that changes nothing but the text, which can then be that
    /// of float.</param>
    public static Graph Lower(
        Graph graph, Element element, IReadOnlyList<HyperparameterModel> hyperparameters, Func<int, bool> isReduced, bool isWide)
    {
        graph = Run(graph, nameof(WideReductions), graph => WideReductions.Run(graph, isReduced, isWide));
        var functions = new HashSet<Op>(graph.Nodes.Select(static node => node.Op).Where(static op => op.IsFunction()));
        if (functions.Count == 0)
            return graph;
        // First what looks at its operands, functions among them; then what is made of another function.
        if (functions.Contains(Op.Pow))
            graph = Run(graph, nameof(PowLowering), graph => new PowLowering(graph, element, hyperparameters).Run());
        if (functions.Contains(Op.Logistic))
            graph = Run(graph, nameof(LogisticLowering), graph => new LogisticLowering(graph, element).Run());
        if (functions.Contains(Op.Exp) || functions.Contains(Op.Logistic))
            graph = Run(graph, nameof(ExpLowering), graph => new ExpLowering(graph, element).Run());
        if (functions.Contains(Op.Tanh))
            graph = Run(graph, nameof(TanhLowering), graph => new TanhLowering(graph, element).Run());
        if (functions.Contains(Op.Softplus))
            graph = Run(graph, nameof(SoftplusLowering), graph => new SoftplusLowering(graph, element).Run());
        if (functions.Contains(Op.Erf))
            graph = Run(graph, nameof(ErfLowering), graph => new ErfLowering(graph, element).Run());
        if (functions.Contains(Op.Cbrt))
            graph = Run(graph, nameof(CbrtLowering), graph => new CbrtLowering(graph, element).Run());
        if (functions.Contains(Op.Atan2))
            graph = Run(graph, nameof(Atan2Lowering), graph => new Atan2Lowering(graph, element).Run());
        if (functions.Contains(Op.Log))
            graph = Run(graph, nameof(LogLowering), graph => new LogLowering(graph, element).Run());
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
