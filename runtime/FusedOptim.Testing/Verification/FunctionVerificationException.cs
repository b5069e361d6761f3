using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Testing;

/// <summary>A kernel of an element-wise function computes something else than what it must agree with.</summary>
public sealed class FunctionVerificationException : Exception
{
    internal FunctionVerificationException(string message)
        : base(message)
    {
    }

    /// <summary>The name of the function.</summary>
    public required string Function { get; init; }

    /// <summary>The pass whose results differ.</summary>
    public required FunctionKernel Pass { get; init; }

    /// <summary>The code that computed them.</summary>
    public required KernelTarget Target { get; init; }

    /// <summary>The type of the elements: <see langword="float"/> or <see langword="double"/>.</summary>
    public required Type Precision { get; init; }

    /// <summary>The number of elements.</summary>
    public required int Length { get; init; }

    /// <summary>What differs: the name of an argument, values or derivatives.</summary>
    public required string Operand { get; init; }

    /// <summary>The index of the element; −1 where something is written outside the operand.</summary>
    public required int Element { get; init; }
}
