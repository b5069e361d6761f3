using System.ComponentModel;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The loops that the just-in-time compiler makes of one source, for a phase that reduces nothing: such loops have no values in double
/// beside floats. Elements that do not fill a vector are processed first, by the next
/// narrower loop, which gives the same bits: nothing is read or written outside of the segment.
/// </summary>
/// <typeparam name="TFloat">The source of the loops over floats, in the mode of the rule.</typeparam>
/// <typeparam name="TDouble">The source of the loops over doubles; the same where nothing in it depends on the precision.</typeparam>
/// <typeparam name="TStrict">The source of the strict loop.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PhaseKernel<TFloat, TDouble, TStrict> : PhaseKernel
    where TFloat : struct, IPhaseKernel
    where TDouble : struct, IPhaseKernel
    where TStrict : struct, IPhaseKernel
{
    /// <summary>The only instance.</summary>
    public static readonly PhaseKernel<TFloat, TDouble, TStrict> Instance = new();

    /// <inheritdoc/>
    public override void Run(KernelTarget target, in KernelSegment<float> segment)
    {
        switch (target)
        {
            case KernelTarget.Vector512:
                Run512<FloatStates>(in segment);
                break;
            case KernelTarget.Vector256:
                Run256<FloatStates>(in segment, 0);
                break;
            case KernelTarget.Vector128:
                Run128(in segment, 0);
                break;
            case KernelTarget.Scalar:
            case KernelTarget.StrictScalar when typeof(TDouble) == typeof(TStrict):
                RunScalar(in segment, 0);
                break;
            default:
                throw KernelTargets.Unsupported<TFloat>(target, "float");
        }
    }

    /// <inheritdoc/>
    public override void Run(KernelTarget target, in KernelSegment<double> segment)
    {
        switch (target)
        {
            case KernelTarget.Vector512:
                Run512(in segment);
                break;
            case KernelTarget.Vector256:
                Run256(in segment, 0);
                break;
            case KernelTarget.Vector128:
                Run128(in segment, 0);
                break;
            case KernelTarget.Scalar:
                RunScalar<TDouble>(in segment, 0);
                break;
            case KernelTarget.StrictScalar:
                RunScalar<TStrict>(in segment, 0);
                break;
            default:
                throw KernelTargets.Unsupported<TDouble>(target, "double");
        }
    }

    /// <inheritdoc/>
    public override void RunWithStates<TStates>(KernelTarget target, in KernelSegment<float> segment)
    {
        if (target == KernelTarget.Vector512)
            Run512<TStates>(in segment);
        else if (target == KernelTarget.Vector256)
            Run256<TStates>(in segment, 0);
        else
            throw KernelTargets.Unsupported<TFloat>(target, "float with states in a format");
    }

    // Not generic in the element: the just-in-time compiler would load each vector of an unknown element as well.
    private static void Run512<TStates>(in KernelSegment<float> segment)
        where TStates : struct, IStateAccess
    {
        var end = segment.WholeCount(Vector512Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run256<TStates>(in segment, end);
        if (end > 0)
            Run<TFloat, Vector512Lanes<float>, Vector512<float>, float, TStates>(in segment, 0, end);
    }

    private static void Run256<TStates>(in KernelSegment<float> segment, nuint start)
        where TStates : struct, IStateAccess
    {
        var end = segment.WholeCount(Vector256Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            Run<TFloat, Vector256Lanes<float>, Vector256<float>, float, TStates>(in segment, start, end);
    }

    private static void Run128(in KernelSegment<float> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            RunScalar(in segment, end);
        if (start < end)
            Run<TFloat, Vector128Lanes<float>, Vector128<float>, float, FloatStates>(in segment, start, end);
    }

    private static void RunScalar(in KernelSegment<float> segment, nuint start) =>
        Run<TFloat, ScalarLanes<float>, float, float, FloatStates>(in segment, start, (nuint)segment.Count);

    private static void Run512(in KernelSegment<double> segment)
    {
        var end = segment.WholeCount(Vector512Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run256(in segment, end);
        if (end > 0)
            Run<TDouble, Vector512Lanes<double>, Vector512<double>, double, FloatStates>(in segment, 0, end);
    }

    private static void Run256(in KernelSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector256Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            Run<TDouble, Vector256Lanes<double>, Vector256<double>, double, FloatStates>(in segment, start, end);
    }

    private static void Run128(in KernelSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            RunScalar<TDouble>(in segment, end);
        if (start < end)
            Run<TDouble, Vector128Lanes<double>, Vector128<double>, double, FloatStates>(in segment, start, end);
    }

    private static void RunScalar<TSource>(in KernelSegment<double> segment, nuint start)
        where TSource : struct, IPhaseKernel =>
        Run<TSource, ScalarLanes<double>, double, double, FloatStates>(in segment, start, (nuint)segment.Count);

    private static void Run<TSource, L, V, T, TStates>(in KernelSegment<T> segment, nuint start, nuint end)
        where TSource : struct, IPhaseKernel
        where L : struct, ILanes<V, T>, IWideLanes<V, V, T>
        where V : struct
        where T : unmanaged
        where TStates : struct, IStateAccess
    {
        if (segment.ZeroGradients)
            TSource.Run<L, V, L, V, T, ZeroGradients, TStates, BufferedSum<L, V>>(in segment, start, end);
        else
            TSource.Run<L, V, L, V, T, KeepGradients, TStates, BufferedSum<L, V>>(in segment, start, end);
    }
}
