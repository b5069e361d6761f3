namespace FusedOptim.Tests.Kernels;

/// <summary>What one kernel call takes besides its operands.</summary>
internal readonly record struct StepArguments(int Step, double GradientScale = 1, bool ZeroGradients = false)
{
    /// <summary>The rule's scalars, which the step changes; null for a copy of their initial values.</summary>
    public double[]? Scalars { get; init; }
}
