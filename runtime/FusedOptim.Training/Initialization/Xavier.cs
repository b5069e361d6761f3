using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// Random values with variance gain²·2 / (fan-in + fan-out): between what keeps the variance of signals, 1 / fan-in, and
/// what keeps that of derivatives, 1 / fan-out, as their harmonic mean (Glorot and Bengio, "Understanding the difficulty of
/// training deep feedforward neural networks", 2010). The gain makes up for the slope of the function after the layer: 1 for
/// tanh, whose slope at 0 is 1, and 4 for the logistic function, whose slope at 0 is 1/4.
/// </summary>
public sealed record Xavier : VarianceInitializer
{
    /// <summary>An initializer.</summary>
    /// <param name="distribution">What the values are drawn from.</param>
    /// <param name="gain">The factor of the values: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is out of range.</exception>
    public Xavier(RandomDistribution distribution, double gain = 1)
        : base(distribution)
    {
        Guard.CheckPositive(gain);
        Gain = gain;
    }

    /// <summary>The factor of the values.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    public override double ComputeVariance(int fanIn, int fanOut) => Gain * Gain * 2.0 / ((double)fanIn + fanOut);
}
