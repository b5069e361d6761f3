using System.Diagnostics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Functions;

/// <summary>Runs element-wise functions, on the calling thread, in a precision that a type parameter says.</summary>
[DebuggerStepThrough]
public static class ElementwiseFunction
{
    /// <summary>
    /// Runs a pass as the target that the machine runs by default (<see cref="KernelTargets.Selected"/>). Allocates nothing, and
    /// does nothing where there are no elements.
    /// </summary>
    /// <typeparam name="TFunction">The type of the function.</typeparam>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="pass">What to compute.</param>
    /// <param name="operands">The elements.</param>
    /// <exception cref="ArgumentException">The operands are not those of the pass; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">Denormal numbers are flushed to zero on this thread, or results are not
    /// rounded to nearest.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Run<TFunction, T>(TFunction function, FunctionKernel pass, in FunctionOperands<T> operands)
        where TFunction : class, IElementwiseFunction<TFunction>
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(function);
        FloatingPointEnvironment.Check();
        // What step constants would refuse is of no elements.
        if (operands.First.IsEmpty)
        {
            operands.Check(TFunction.Schema, pass);
            return;
        }

        var target = KernelTargets.Selected;
        Span<double> constants = stackalloc double[TFunction.Schema.StepConstantCount];
        function.Prepare(pass, target, constants);
        Run(function, pass, target, constants, in operands);
    }

    /// <summary>Runs a pass with step constants that are prepared already.</summary>
    /// <typeparam name="TFunction">The type of the function.</typeparam>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="pass">What to compute.</param>
    /// <param name="target">The code to run as; supported by the machine.</param>
    /// <param name="constants">What <see cref="IElementwiseFunction{TSelf}.Prepare"/> wrote for this pass and target.</param>
    /// <param name="operands">The elements.</param>
    /// <exception cref="ArgumentException">The operands are not those of the pass; nothing is written.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    public static void Run<TFunction, T>(
        TFunction function, FunctionKernel pass, KernelTarget target, ReadOnlySpan<double> constants,
        in FunctionOperands<T> operands)
        where TFunction : class, IElementwiseFunction<TFunction>
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(function);
        ref var any = ref Unsafe.AsRef(in operands);
        if (typeof(T) == typeof(float))
            function.Run(pass, target, constants, in Unsafe.As<FunctionOperands<T>, FunctionOperands<float>>(ref any));
        else if (typeof(T) == typeof(double))
            function.Run(pass, target, constants, in Unsafe.As<FunctionOperands<T>, FunctionOperands<double>>(ref any));
        else
            throw new NotSupportedException($"A function cannot run over {typeof(T)}; elements are float or double.");
    }

    /// <summary>
    /// Gets what a function computes, as data: the operations of its method, with the values that hyperparameters have. Operands
    /// come before the operations that use them, and the last result is the value of the function.
    /// </summary>
    /// <typeparam name="TFunction">The type of the function.</typeparam>
    /// <param name="function">The function.</param>
    /// <exception cref="NotSupportedException">The function is written by hand, and does not have its operations as data.</exception>
    public static IReadOnlyList<FunctionOperation> GetOperations<TFunction>(TFunction function)
        where TFunction : class, IElementwiseFunction<TFunction>
    {
        ArgumentNullException.ThrowIfNull(function);
        var operations = function.GetOperations();
        var constants = new double[TFunction.Schema.StepConstantCount];
        function.Prepare(FunctionKernel.Apply, KernelTarget.StrictScalar, constants);
        foreach (ref var operation in operations.AsSpan())
        {
            if (operation.Operator is FunctionOperator.StepConstant or FunctionOperator.StepCondition)
            {
                operation = new FunctionOperation(
                    operation.Operator == FunctionOperator.StepConstant ? FunctionOperator.Constant : FunctionOperator.Condition,
                    Value: constants[operation.Index]);
            }
        }

        return operations;
    }
}
