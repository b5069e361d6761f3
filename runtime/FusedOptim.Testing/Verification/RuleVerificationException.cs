using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>A kernel of a rule computes something else than what it must agree with.</summary>
public sealed class RuleVerificationException : Exception
{
    internal RuleVerificationException(string message)
        : base(message)
    {
    }

    /// <summary>The name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>The purpose of the phase whose results differ.</summary>
    public required PhaseKind Phase { get; init; }

    /// <summary>The index of the phase in the schema of the rule.</summary>
    public required int PhaseIndex { get; init; }

    /// <summary>The code that computed them.</summary>
    public required KernelTarget Target { get; init; }

    /// <summary>The type of the elements: <see langword="float"/> or <see langword="double"/>.</summary>
    public required Type Precision { get; init; }

    /// <summary>The length of the tensor.</summary>
    public required int Length { get; init; }

    /// <summary>The view of the tensor, where the rule sees rows and columns; otherwise <see langword="null"/>.</summary>
    public required MatrixView? View { get; init; }

    /// <summary>
    /// What differs: parameter, gradient, the name of a state, sum, maximum or scalar, or evaluation weight.
    /// </summary>
    public required string Operand { get; init; }

    /// <summary>
    /// The index of the element, or of the row or column in a phase over these; −1 where a scalar or a sum in registers differs, and where something is written outside the operand.
    /// </summary>
    public required int Element { get; init; }
}
