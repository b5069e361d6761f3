using System.ComponentModel;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The loops that the just-in-time compiler makes of one source. Elements that do not fill a vector are processed first, by the next
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
                Run256<FloatStates>(in segment);
                break;
            case KernelTarget.Vector128:
                Run128(in segment);
                break;
            case KernelTarget.Scalar:
            case KernelTarget.StrictScalar when typeof(TDouble) == typeof(TStrict):
                RunScalar(in segment);
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
                Run256(in segment);
                break;
            case KernelTarget.Vector128:
                Run128(in segment);
                break;
            case KernelTarget.Scalar:
                RunScalar<TDouble>(in segment);
                break;
            case KernelTarget.StrictScalar:
                RunScalar<TStrict>(in segment);
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
            Run256<TStates>(in segment);
        else
            throw KernelTargets.Unsupported<TFloat>(target, "float with states in a format");
    }

    private static void Run512<TStates>(in KernelSegment<float> segment)
        where TStates : struct, IStateAccess
    {
        if ((nint)segment.WholeCount(Vector512Lanes<float>.Count) is var whole && whole < segment.Count)
            Run256<TStates>(segment.From(whole));
        if (segment.SumsInRegisters)
            Run<TFloat, Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float, TStates, RegisterSum<Wide512, Wide512>>(in segment);
        else
            Run<TFloat, Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float, TStates, BufferedSum<Wide512, Wide512>>(in segment);
    }

    private static void Run256<TStates>(in KernelSegment<float> segment)
        where TStates : struct, IStateAccess
    {
        if ((nint)segment.WholeCount(Vector256Lanes<float>.Count) is var whole && whole < segment.Count)
            Run128(segment.From(whole));
        Run<TFloat, Vector256Lanes<float>, Vector256<float>, Wide256, Wide256, float, TStates, BufferedSum<Wide256, Wide256>>(in segment);
    }

    private static void Run128(in KernelSegment<float> segment)
    {
        if ((nint)segment.WholeCount(Vector128Lanes<float>.Count) is var whole && whole < segment.Count)
            RunScalar(segment.From(whole));
        Run<TFloat, Vector128Lanes<float>, Vector128<float>, Wide128, Wide128, float, FloatStates, BufferedSum<Wide128, Wide128>>(in segment);
    }

    private static void RunScalar(in KernelSegment<float> segment) =>
        Run<TFloat, ScalarLanes<float>, float, WideScalar, WideScalar, float, FloatStates, BufferedSum<WideScalar, WideScalar>>(in segment);

    private static void Run512(in KernelSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector512Lanes<double>.Count) is var whole && whole < segment.Count)
            Run256(segment.From(whole));
        if (segment.SumsInRegisters)
            RunDouble<TDouble, Vector512Lanes<double>, Vector512<double>, RegisterSum<Vector512Lanes<double>, Vector512<double>>>(in segment);
        else
            RunDouble<TDouble, Vector512Lanes<double>, Vector512<double>, BufferedSum<Vector512Lanes<double>, Vector512<double>>>(in segment);
    }

    private static void Run256(in KernelSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector256Lanes<double>.Count) is var whole && whole < segment.Count)
            Run128(segment.From(whole));
        RunDouble<TDouble, Vector256Lanes<double>, Vector256<double>, BufferedSum<Vector256Lanes<double>, Vector256<double>>>(in segment);
    }

    private static void Run128(in KernelSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector128Lanes<double>.Count) is var whole && whole < segment.Count)
            RunScalar<TDouble>(segment.From(whole));
        RunDouble<TDouble, Vector128Lanes<double>, Vector128<double>, BufferedSum<Vector128Lanes<double>, Vector128<double>>>(in segment);
    }

    private static void RunScalar<TSource>(in KernelSegment<double> segment)
        where TSource : struct, IPhaseKernel =>
        RunDouble<TSource, ScalarLanes<double>, double, BufferedSum<ScalarLanes<double>, double>>(in segment);

    private static void RunDouble<TSource, L, V, TSum>(in KernelSegment<double> segment)
        where TSource : struct, IPhaseKernel
        where L : struct, ILanes<V, double>, IWideLanes<V, V, double>
        where V : struct
        where TSum : struct, ISum<V> =>
        Run<TSource, L, V, L, V, double, FloatStates, TSum>(in segment);

    private static void Run<TSource, L, V, D, W, T, TStates, TSum>(in KernelSegment<T> segment)
        where TSource : struct, IPhaseKernel
        where L : struct, ILanes<V, T>
        where V : struct
        where D : struct, IWideLanes<W, V, T>
        where W : struct
        where T : unmanaged
        where TStates : struct, IStateAccess
        where TSum : struct, ISum<W>
    {
        if (segment.ZeroGradients)
            TSource.Run<L, V, D, W, T, ZeroGradients, TStates, TSum>(in segment);
        else
            TSource.Run<L, V, D, W, T, KeepGradients, TStates, TSum>(in segment);
    }
}
