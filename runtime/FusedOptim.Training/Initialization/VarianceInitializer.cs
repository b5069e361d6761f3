using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>Random values with mean 0 and a variance that depends on the shape of the layer.</summary>
/// <param name="Distribution">What the values are drawn from.</param>
public abstract record VarianceInitializer(RandomDistribution Distribution) : Initializer
{
    /// <summary>The variance of the values.</summary>
    /// <param name="fanIn">The number of inputs that an output sums over.</param>
    /// <param name="fanOut">The number of outputs that an input goes to.</param>
    public abstract double ComputeVariance(int fanIn, int fanOut);

    /// <inheritdoc/>
    public sealed override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
    {
        var variance = ComputeVariance(fanIn, fanOut);
        var isNormal = Distribution == RandomDistribution.Normal;
        var scale = Math.Sqrt(isNormal ? variance : 3 * variance);
        if (isNormal)
        {
            RandomNumbers.FillNormal(random, 0, scale, values);
            return;
        }

        for (var i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(scale * (2 * random.GetUniform(i) - 1));
    }
}
