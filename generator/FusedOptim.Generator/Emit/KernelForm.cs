using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>How kernels are written.</summary>
internal enum KernelForm : byte
{
    /// <summary>Once for all widths: lanes are a type argument.</summary>
    Lanes,

    /// <summary>Once for each width.</summary>
    PerWidth,

    /// <summary>
    /// Once for each width, in a project that is compiled without optimizations. Each local is memory there, so values that are used once
    /// have none.
    /// </summary>
    Unoptimized,
}

/// <summary>The choice between the forms.</summary>
internal static class KernelForms
{
    /// <summary>
    /// The just-in-time compiler inlines each operation of a body over lanes. Where a method has too many locals it stops, and a loop takes
    /// many times as long. Measured: no call in loops of 600 operations, at any width; calls from 660 on. A third of the first is the
    /// limit.
    /// </summary>
    public const int MostOperations = 200;

    /// <summary>
    /// Constants of a body over lanes are locals, which take registers. Of a polynomial there are more of them than registers, and the
    /// compiler had better read them from memory, as it does where each width is written out.
    /// </summary>
    public const int MostConstants = 12;

    // Of operations that functions of the runtime compute where each width is written out: fused multiply-adds at 128 bits, and minima and
    // maxima at 256. Measured: the compiler inlines 170 of the first; of the second 330, and 200 beside their derivatives.
    private const int MostMultiplyAdds = 100;
    private const int MostExtrema = 160;

    // Of a value in double: two vectors, each with operands and a result of its own.
    private const int WideFactor = 3;

    // Functions of KernelMath are several operations.
    private const int FunctionFactor = 4;

    /// <summary>The form of the kernels of a plan.</summary>
    /// <param name="plan">The kernels.</param>
    /// <param name="isOptimized">Whether the project is compiled with optimizations; without, nothing is inlined.</param>
    public static KernelForm Of(KernelPlan plan, bool isOptimized) =>
        !isOptimized ? KernelForm.Unoptimized :
        Element.All.All(element => IsShort(plan.BodyOf(element).Graph)) ? KernelForm.Lanes : KernelForm.PerWidth;

    /// <summary>The targets that loops are written for, where each width has its own: in the order in which they are chosen.</summary>
    public static IEnumerable<Target> TargetsOf(Graph graph)
    {
        yield return Target.Vector512;
        yield return Values(graph, static op => op is Op.Min or Op.Max) > MostExtrema ? Target.Framework256 : Target.Vector256;
        if (Values(graph, static op => op == Op.FusedMultiplyAdd) > MostMultiplyAdds)
            yield return Target.Fused128;
        yield return Target.Vector128;
        yield return Target.Scalar;
    }

    // Those in double are two vectors.
    private static int Values(Graph graph, Func<Op, bool> isCounted) =>
        graph.Nodes.Where(node => isCounted(node.Op) && !node.Type.IsUniform()).Sum(static node => node.Type.IsWide() ? 2 : 1);

    private static bool IsShort(Graph graph) => Operations(graph) <= MostOperations && Constants(graph) <= MostConstants;

    private static int Operations(Graph graph) => graph.Nodes
        .Where(static node => !node.Type.IsUniform() && node.Op != Op.Broadcast)
        .Sum(static node => (node.Type.IsWide() ? WideFactor : 1) *
            (node.Op.Info().Notation == Notation.KernelFunction ? FunctionFactor : 1));

    private static int Constants(Graph graph) =>
        graph.Nodes.Count(node => node.Op == Op.Broadcast && graph.Nodes[node.A].IsConstant);
}
