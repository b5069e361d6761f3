using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// Random values with variance 2 / fan-in, for layers with ReLU (He, Zhang, Ren and Sun, "Delving deep into
/// rectifiers", 2015).
/// </summary>
/// <param name="Distribution">What the values are drawn from.</param>
public sealed record He(RandomDistribution Distribution) : VarianceInitializer(Distribution)
{
    /// <inheritdoc/>
    public override double ComputeVariance(int fanIn, int fanOut) => 2.0 / fanIn;
}
