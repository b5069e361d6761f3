using System.Diagnostics;
using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Functions;

/// <summary>
/// The plain loop that calls the function's own method for each element, where breakpoints work. Derivatives, which nobody has
/// written, are those of the strict kernel, in double.
/// </summary>
[DebuggerStepThrough]
internal static class FunctionReference
{
    public static void Run<TFunction, T>(
        TFunction function, FunctionKernel pass, ReadOnlySpan<double> constants, in FunctionOperands<T> operands)
        where TFunction : class, IElementwiseFunction<TFunction>
        where T : unmanaged, INumber<T>
    {
        Span<double> arguments = stackalloc double[TFunction.Schema.Arguments.Count];
        for (var i = 0; i < operands.First.Length; i++)
        {
            for (var index = 0; index < arguments.Length; index++)
                arguments[index] = double.CreateTruncating(Argument(in operands, index)[i]);
            var value = function.Evaluate(arguments);
            var derivative = pass == FunctionKernel.Differentiate ? Differentiate(function, constants, arguments) : 0;
            operands.Values[i] = T.CreateTruncating(value);
            if (pass == FunctionKernel.Differentiate)
                operands.Derivatives[i] = T.CreateTruncating(derivative);
        }
    }

    private static double Differentiate<TFunction>(
        TFunction function, ReadOnlySpan<double> constants, ReadOnlySpan<double> arguments)
        where TFunction : class, IElementwiseFunction<TFunction>
    {
        double value = 0, derivative = 0;
        var element = new FunctionOperands<double>(arguments[..1], new Span<double>(ref value), new Span<double>(ref derivative))
        {
            Second = arguments.Length > 1 ? arguments.Slice(1, 1) : default,
            Third = arguments.Length > 2 ? arguments.Slice(2, 1) : default,
            Fourth = arguments.Length > 3 ? arguments.Slice(3, 1) : default,
        };
        function.GetLoops(FunctionKernel.Differentiate).Run(
            KernelTarget.StrictScalar, new FunctionSegment<double>(element, constants));
        return derivative;
    }

    private static ReadOnlySpan<T> Argument<T>(in FunctionOperands<T> operands, int index)
        where T : unmanaged => index switch
    {
        0 => operands.First,
        1 => operands.Second,
        2 => operands.Third,
        _ => operands.Fourth,
    };
}
