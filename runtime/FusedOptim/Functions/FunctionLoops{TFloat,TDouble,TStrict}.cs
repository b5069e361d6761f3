using System.ComponentModel;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Functions;

/// <summary>
/// The loops that the just-in-time compiler makes of one source, as those of a rule
/// (<see cref="PhaseKernel{TFloat, TDouble, TStrict}"/>).
/// </summary>
/// <typeparam name="TFloat">The source of the loops over floats.</typeparam>
/// <typeparam name="TDouble">The source of the loops over doubles.</typeparam>
/// <typeparam name="TStrict">The source of the strict loop.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FunctionLoops<TFloat, TDouble, TStrict> : FunctionLoops
    where TFloat : struct, IFunctionKernel
    where TDouble : struct, IFunctionKernel
    where TStrict : struct, IFunctionKernel
{
    /// <summary>The only instance.</summary>
    public static readonly FunctionLoops<TFloat, TDouble, TStrict> Instance = new();

    /// <inheritdoc/>
    public override void Run(KernelTarget target, in FunctionSegment<float> segment)
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
            case KernelTarget.StrictScalar when typeof(TDouble) == typeof(TStrict):
                TFloat.Run<ScalarLanes<float>, float, float>(in segment, 0, (nuint)segment.Count);
                break;
            default:
                throw KernelTargets.Unsupported<TFloat>(target, "float");
        }
    }

    /// <inheritdoc/>
    public override void Run(KernelTarget target, in FunctionSegment<double> segment)
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
                TDouble.Run<ScalarLanes<double>, double, double>(in segment, 0, (nuint)segment.Count);
                break;
            case KernelTarget.StrictScalar:
                TStrict.Run<ScalarLanes<double>, double, double>(in segment, 0, (nuint)segment.Count);
                break;
            default:
                throw KernelTargets.Unsupported<TDouble>(target, "double");
        }
    }

    private static void Run512(in FunctionSegment<float> segment)
    {
        var end = segment.WholeCount(Vector512Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run256(in segment, end);
        if (end > 0)
            TFloat.Run<Vector512Lanes<float>, Vector512<float>, float>(in segment, 0, end);
    }

    private static void Run256(in FunctionSegment<float> segment, nuint start)
    {
        var end = segment.WholeCount(Vector256Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            TFloat.Run<Vector256Lanes<float>, Vector256<float>, float>(in segment, start, end);
    }

    private static void Run128(in FunctionSegment<float> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<float>.Count);
        if (end < (nuint)segment.Count)
            TFloat.Run<ScalarLanes<float>, float, float>(in segment, end, (nuint)segment.Count);
        if (start < end)
            TFloat.Run<Vector128Lanes<float>, Vector128<float>, float>(in segment, start, end);
    }

    private static void Run512(in FunctionSegment<double> segment)
    {
        var end = segment.WholeCount(Vector512Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run256(in segment, end);
        if (end > 0)
            TDouble.Run<Vector512Lanes<double>, Vector512<double>, double>(in segment, 0, end);
    }

    private static void Run256(in FunctionSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector256Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            Run128(in segment, end);
        if (start < end)
            TDouble.Run<Vector256Lanes<double>, Vector256<double>, double>(in segment, start, end);
    }

    private static void Run128(in FunctionSegment<double> segment, nuint start)
    {
        var end = segment.WholeCount(Vector128Lanes<double>.Count);
        if (end < (nuint)segment.Count)
            TDouble.Run<ScalarLanes<double>, double, double>(in segment, end, (nuint)segment.Count);
        if (start < end)
            TDouble.Run<Vector128Lanes<double>, Vector128<double>, double>(in segment, start, end);
    }
}
