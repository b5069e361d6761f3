using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Testing.Tests.Faults;

/// <summary>What is wrong with a <see cref="FaultyFunction"/>.</summary>
public enum FunctionFault
{
    None,
    OneLane,
    WriteBehindTheEnd,
    WrittenArgument,
    Derivative,
    ValueOfApply,
}

/// <summary>x² as the generator would write it, with a fault.</summary>
public sealed record FaultyFunction(FunctionFault Fault) : IElementwiseFunction<FaultyFunction>
{
    public static FunctionSchema Schema { get; } = new("FaultyFunction", FloatMode.Deterministic, [], ["x"], 0);

    public static KernelTarget Widest => KernelTargets.Supported[^1];

    public double GetHyperparameter(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    public void Prepare(FunctionKernel pass, KernelTarget target, Span<double> constants)
    {
    }

    public void Run(FunctionKernel pass, KernelTarget target, ReadOnlySpan<double> constants, in FunctionOperands<float> operands)
    {
        operands.Check(Schema, pass);
        for (var i = 0; i < operands.First.Length; i++)
        {
            var x = operands.First[i];
            operands.Values[i] = x * x;
            if (pass == FunctionKernel.Differentiate)
                operands.Derivatives[i] = 2 * x;
        }

        if (target != Widest)
            return;
        if (Fault == FunctionFault.OneLane && operands.First.Length == 16)
            operands.Derivatives[5] = 7;
        if (Fault == FunctionFault.WriteBehindTheEnd)
            Unsafe.Add(ref MemoryMarshal.GetReference(operands.Values), operands.Values.Length) = 1;
        if (Fault == FunctionFault.WrittenArgument && operands.First.Length > 2)
            Unsafe.Add(ref MemoryMarshal.GetReference(operands.First), 2) = 123;
    }

    public void Run(FunctionKernel pass, KernelTarget target, ReadOnlySpan<double> constants, in FunctionOperands<double> operands)
    {
        operands.Check(Schema, pass);
        for (var i = 0; i < operands.First.Length; i++)
        {
            var x = operands.First[i];
            operands.Values[i] = x * x;
            if (Fault == FunctionFault.ValueOfApply && pass == FunctionKernel.Apply && target == KernelTarget.Scalar)
                operands.Values[i] = 8;
            if (pass == FunctionKernel.Differentiate)
                operands.Derivatives[i] = Fault == FunctionFault.Derivative ? 2.01 * x : 2 * x;
        }
    }
}
