using System.ComponentModel;
using FusedOptim.Execution;

namespace FusedOptim.Functions;

/// <summary>
/// A function of numbers that the generator compiled from a record with <see cref="ElementwiseFunctionAttribute"/>. The
/// members are called by the runtime; a user of a function needs its properties, <c>Apply</c> and <c>Differentiate</c>, or
/// <see cref="ElementwiseFunction"/>.
/// </summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface IElementwiseFunction<TSelf>
    where TSelf : class, IElementwiseFunction<TSelf>
{
    /// <summary>Arguments and hyperparameters, as data.</summary>
    static abstract FunctionSchema Schema { get; }

    /// <summary>The index of the variant that the structural hyperparameters choose.</summary>
    int Variant => 0;

    /// <summary>The value of a hyperparameter.</summary>
    /// <param name="index">Its index in the schema.</param>
    double GetHyperparameter(int index);

    /// <summary>Computes the step constants of a pass, in double; what can throw throws here.</summary>
    /// <param name="pass">What will run.</param>
    /// <param name="target">The code that it will run as: step constants of a strict kernel differ from those of the others.</param>
    /// <param name="constants">Receives the step constants: room for as many as the schema says.</param>
    void Prepare(FunctionKernel pass, KernelTarget target, Span<double> constants);

    /// <summary>The compiled loops of a pass, for the variant that the structural hyperparameters choose.</summary>
    /// <param name="pass">What to compute.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    FunctionLoops GetLoops(FunctionKernel pass) =>
        throw new NotSupportedException($"{TSelf.Schema.Name} does not have compiled kernels.");

    /// <summary>The operations of the strict kernel, for the variant that the structural hyperparameters choose. Numbers that
    /// hyperparameters give are step constants of <see cref="KernelTarget.StrictScalar"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    FunctionOperation[] GetOperations() =>
        throw new NotSupportedException($"{TSelf.Schema.Name} does not have its operations as data.");

    /// <summary>Calls the function's own method, for the reference loop.</summary>
    /// <param name="arguments">The arguments, in the order of the method's parameters.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    double Evaluate(ReadOnlySpan<double> arguments) =>
        throw new NotSupportedException($"{TSelf.Schema.Name} does not have a reference loop.");

    /// <summary>Runs a pass over single-precision elements.</summary>
    /// <param name="pass">What to compute.</param>
    /// <param name="target">The code to run as; supported by the machine.</param>
    /// <param name="constants">What <see cref="Prepare"/> wrote for this pass and target.</param>
    /// <param name="operands">The elements.</param>
    /// <exception cref="ArgumentException">The operands are not those of the pass; nothing is written.</exception>
    void Run(FunctionKernel pass, KernelTarget target, ReadOnlySpan<double> constants, in FunctionOperands<float> operands)
    {
        operands.Check(TSelf.Schema, pass);
        if (target == KernelTarget.Reference)
            FunctionReference.Run((TSelf)this, pass, constants, in operands);
        else
            GetLoops(pass).Run(target, new FunctionSegment<float>(operands, constants));
    }

    /// <summary>Runs a pass over double-precision elements.</summary>
    /// <inheritdoc cref="Run(FunctionKernel, KernelTarget, ReadOnlySpan{double}, in FunctionOperands{float})"/>
    void Run(FunctionKernel pass, KernelTarget target, ReadOnlySpan<double> constants, in FunctionOperands<double> operands)
    {
        operands.Check(TSelf.Schema, pass);
        if (target == KernelTarget.Reference)
            FunctionReference.Run((TSelf)this, pass, constants, in operands);
        else
            GetLoops(pass).Run(target, new FunctionSegment<double>(operands, constants));
    }
}
