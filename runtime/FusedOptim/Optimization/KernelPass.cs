namespace FusedOptim;

/// <summary>What the kernel calls of one pass have in common.</summary>
/// <param name="Phase">The index of the phase.</param>
/// <param name="GradientScale">What gradients are multiplied by.</param>
internal readonly record struct KernelPass(int Phase, double GradientScale)
{
    /// <summary>Whether gradients are set to zero once they have been read.</summary>
    public bool ZeroGradients { get; init; }

    /// <summary>
    /// For an evaluating phase, a copy of the values; the values receive the weights to evaluate with.
    /// </summary>
    public Slab? TrainingWeights { get; init; }

    /// <summary>Whether the phase evaluates.</summary>
    public bool Evaluates => TrainingWeights is not null;
}
