using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>
/// Values of the normal distribution with a mean and a standard deviation that do not depend on the layer, such as 0 and
/// 0.01. Signals grow or shrink from layer to layer with the number of inputs: for shallow networks.
/// </summary>
public sealed record Gaussian : Initializer
{
    /// <summary>An initializer.</summary>
    /// <param name="mean">The mean; finite.</param>
    /// <param name="standardDeviation">The standard deviation: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Gaussian(double mean, double standardDeviation)
    {
        Guard.CheckFinite(mean);
        Guard.CheckPositive(standardDeviation);
        Mean = mean;
        StandardDeviation = standardDeviation;
    }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation.</summary>
    public double StandardDeviation { get; }

    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random) =>
        RandomNumbers.FillNormal(random, Mean, StandardDeviation, values);
}
