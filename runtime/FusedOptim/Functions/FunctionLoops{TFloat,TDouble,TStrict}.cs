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
                Run256(in segment);
                break;
            case KernelTarget.Vector128:
                Run128(in segment);
                break;
            case KernelTarget.Scalar:
            case KernelTarget.StrictScalar when typeof(TDouble) == typeof(TStrict):
                TFloat.Run<ScalarLanes<float>, float, float>(in segment);
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
                Run256(in segment);
                break;
            case KernelTarget.Vector128:
                Run128(in segment);
                break;
            case KernelTarget.Scalar:
                TDouble.Run<ScalarLanes<double>, double, double>(in segment);
                break;
            case KernelTarget.StrictScalar:
                TStrict.Run<ScalarLanes<double>, double, double>(in segment);
                break;
            default:
                throw KernelTargets.Unsupported<TDouble>(target, "double");
        }
    }

    private static void Run512(in FunctionSegment<float> segment)
    {
        if ((nint)segment.WholeCount(Vector512Lanes<float>.Count) is var whole && whole < segment.Count)
            Run256(segment.From(whole));
        TFloat.Run<Vector512Lanes<float>, Vector512<float>, float>(in segment);
    }

    private static void Run256(in FunctionSegment<float> segment)
    {
        if ((nint)segment.WholeCount(Vector256Lanes<float>.Count) is var whole && whole < segment.Count)
            Run128(segment.From(whole));
        TFloat.Run<Vector256Lanes<float>, Vector256<float>, float>(in segment);
    }

    private static void Run128(in FunctionSegment<float> segment)
    {
        if ((nint)segment.WholeCount(Vector128Lanes<float>.Count) is var whole && whole < segment.Count)
            TFloat.Run<ScalarLanes<float>, float, float>(segment.From(whole));
        TFloat.Run<Vector128Lanes<float>, Vector128<float>, float>(in segment);
    }

    private static void Run512(in FunctionSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector512Lanes<double>.Count) is var whole && whole < segment.Count)
            Run256(segment.From(whole));
        TDouble.Run<Vector512Lanes<double>, Vector512<double>, double>(in segment);
    }

    private static void Run256(in FunctionSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector256Lanes<double>.Count) is var whole && whole < segment.Count)
            Run128(segment.From(whole));
        TDouble.Run<Vector256Lanes<double>, Vector256<double>, double>(in segment);
    }

    private static void Run128(in FunctionSegment<double> segment)
    {
        if ((nint)segment.WholeCount(Vector128Lanes<double>.Count) is var whole && whole < segment.Count)
            TDouble.Run<ScalarLanes<double>, double, double>(segment.From(whole));
        TDouble.Run<Vector128Lanes<double>, Vector128<double>, double>(in segment);
    }
}
