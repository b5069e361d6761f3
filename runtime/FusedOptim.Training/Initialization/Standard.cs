using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// What was common before Xavier: normal with the standard deviation 1 / √fan-in, which keeps the variance of signals
/// through linear layers (LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998), or uniform between ±1 / √fan-in, whose
/// variance is a third of that, so that signals shrink in deep networks.
/// </summary>
/// <param name="Distribution">What the values are drawn from.</param>
public sealed record Standard(RandomDistribution Distribution) : VarianceInitializer(Distribution)
{
    /// <inheritdoc/>
    public override double ComputeVariance(int fanIn, int fanOut) =>
        1.0 / (Distribution == RandomDistribution.Normal ? fanIn : 3.0 * fanIn);
}
