namespace FusedOptim.Training;

/// <summary>
/// Random values with variance 2 / (fan-in + fan-out), for layers with tanh (Glorot and Bengio, "Understanding the
/// difficulty of training deep feedforward neural networks", 2010).
/// </summary>
/// <param name="Distribution">What the values are drawn from.</param>
public sealed record Xavier(RandomDistribution Distribution) : VarianceInitializer(Distribution)
{
    /// <inheritdoc/>
    public override double Variance(int fanIn, int fanOut) => 2.0 / ((double)fanIn + fanOut);
}
