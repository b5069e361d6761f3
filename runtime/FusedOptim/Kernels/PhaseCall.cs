namespace FusedOptim.Kernels;

/// <summary>What the kernel calls of one phase of a rule have in common.</summary>
/// <param name="Phase">The index of the phase.</param>
/// <param name="GradientScale">What gradients are multiplied by.</param>
internal readonly record struct PhaseCall(int Phase, double GradientScale)
{
    /// <summary>Whether gradients are set to zero once they have been read.</summary>
    public bool ZeroGradients { get; init; }

    /// <summary>Whether the phase evaluates: from the copies of the training weights into the values.</summary>
    public bool Evaluates { get; init; }
}
