namespace FusedOptim.Tests.Kernels;

/// <summary>What one kernel call takes besides its operands.</summary>
internal readonly record struct StepArguments(int Step, double GradientScale = 1, bool ZeroGradients = false)
{
    /// <summary>The rule's scalars, which the step changes; null for a copy of their initial values.</summary>
    public double[]? Scalars { get; init; }

    /// <summary>
    /// Whether the update gets sums that are not finite, too; otherwise an ordinary value takes their place.
    /// </summary>
    public bool KeepsAnySum { get; init; }
}
