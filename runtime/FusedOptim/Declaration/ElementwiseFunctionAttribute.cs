namespace FusedOptim;

/// <summary>
/// Declares a function of numbers that is applied element by element: an activation, an element-wise loss. The record must be
/// <c>sealed partial</c>; its positional parameters are hyperparameters, and its method <c>Value</c>, written in real numbers
/// (<see langword="double"/>), is compiled at build time into vectorized kernels, one that gives values and one that gives
/// values and derivatives, for <see langword="float"/> and for <see langword="double"/>.
/// </summary>
/// <remarks>
/// <c>double Value(double x)</c> takes one to four arguments, of any names; the derivative is that by the first. The generator
/// differentiates the method; what it takes where a function has no derivative stands in docs/functions.md.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ElementwiseFunctionAttribute : Attribute
{
    /// <summary>The rewriting of varying arithmetic that is allowed; <see cref="FloatMode.Deterministic"/> by default.</summary>
    public FloatMode FloatMode { get; init; }
}
