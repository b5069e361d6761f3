using System.ComponentModel;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The loops of a phase with sums or maxima, which are in double. Such phases zero no gradients. The rest is as in
/// <see cref="PhaseKernel{TFloat, TDouble, TStrict}"/>.
/// </summary>
/// <typeparam name="TFloat">The source of the loops over floats, in the mode of the rule.</typeparam>
/// <typeparam name="TDouble">The source of the loops over doubles; the same where nothing in it depends on the precision.</typeparam>
/// <typeparam name="TStrict">The source of the strict loop.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MeasuringKernel<TFloat, TDouble, TStrict> : PhaseKernel
    where TFloat : struct, IPhaseKernel
    where TDouble : struct, IPhaseKernel
    where TStrict : struct, IPhaseKernel
{
    /// <summary>The only instance.</summary>
    public static readonly MeasuringKernel<TFloat, TDouble, TStrict> Instance = new();

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

    private static void Run512<TStates>(in KernelSegment<float> segment)
        where TStates : struct, IStateAccess
    {
        var end = segment.WholeCount(Vector512Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run256<TStates>(in segment, end);
        // A sum in registers also takes the summands of the rest.
        if (segment.SumsInRegisters)
            TFloat.Run<Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float, KeepGradients, TStates, RegisterSum<Wide512, Wide512>>(in segment, 0, end);
        else if (end > 0)
            TFloat.Run<Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float, KeepGradients, TStates, BufferedSum<Wide512, Wide512>>(in segment, 0, end);
    }

    private static void Run256<TStates>(in KernelSegment<float> segment, nuint start)
        where TStates : struct, IStateAccess
    {
        var end = segment.WholeCount(Vector256Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            TFloat.Run<Vector256Lanes<float>, Vector256<float>, Wide256, Wide256, float, KeepGradients, TStates, BufferedSum<Wide256, Wide256>>(in segment, start, end);
    }

    private static void Run128(in KernelSegment<float> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            RunScalar(in segment, end);
        if (start < end)
            TFloat.Run<Vector128Lanes<float>, Vector128<float>, Wide128, Wide128, float, KeepGradients, FloatStates, BufferedSum<Wide128, Wide128>>(in segment, start, end);
    }

    private static void RunScalar(in KernelSegment<float> segment, nuint start) =>
        TFloat.Run<ScalarLanes<float>, float, WideScalar, WideScalar, float, KeepGradients, FloatStates, BufferedSum<WideScalar, WideScalar>>(
            in segment, start, (nuint)segment.Count);

    private static void Run512(in KernelSegment<double> segment)
    {
        var end = segment.WholeCount(Vector512Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run256(in segment, end);
        if (segment.SumsInRegisters)
            RunDouble<TDouble, Vector512Lanes<double>, Vector512<double>, RegisterSum<Vector512Lanes<double>, Vector512<double>>>(in segment, 0, end);
        else if (end > 0)
            RunDouble<TDouble, Vector512Lanes<double>, Vector512<double>, BufferedSum<Vector512Lanes<double>, Vector512<double>>>(in segment, 0, end);
    }

    private static void Run256(in KernelSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector256Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            RunDouble<TDouble, Vector256Lanes<double>, Vector256<double>, BufferedSum<Vector256Lanes<double>, Vector256<double>>>(in segment, start, end);
    }

    private static void Run128(in KernelSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            RunScalar<TDouble>(in segment, end);
        if (start < end)
            RunDouble<TDouble, Vector128Lanes<double>, Vector128<double>, BufferedSum<Vector128Lanes<double>, Vector128<double>>>(in segment, start, end);
    }

    private static void RunScalar<TSource>(in KernelSegment<double> segment, nuint start)
        where TSource : struct, IPhaseKernel =>
        RunDouble<TSource, ScalarLanes<double>, double, BufferedSum<ScalarLanes<double>, double>>(in segment, start, (nuint)segment.Count);

    private static void RunDouble<TSource, L, V, TSum>(in KernelSegment<double> segment, nuint start, nuint end)
        where TSource : struct, IPhaseKernel
        where L : struct, ILanes<V, double>, IWideLanes<V, V, double>
        where V : struct
        where TSum : struct, ISum<V> =>
        TSource.Run<L, V, L, V, double, KeepGradients, FloatStates, TSum>(in segment, start, end);
}
