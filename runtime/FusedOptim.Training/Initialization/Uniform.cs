using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Initialization;

/// <summary>Values of the uniform distribution between two bounds that do not depend on the layer.</summary>
public sealed record Uniform : Initializer
{
    /// <summary>An initializer.</summary>
    /// <param name="from">The lower bound; finite.</param>
    /// <param name="to">The upper bound: above the lower one, and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of range.</exception>
    public Uniform(double from, double to)
    {
        Guard.CheckFinite(from);
        Guard.CheckFinite(to);
        Guard.Check(to > from, to, Invariant($"above from, which is {from}"));
        From = from;
        To = to;
    }

    /// <summary>The lower bound.</summary>
    public double From { get; }

    /// <summary>The upper bound.</summary>
    public double To { get; }

    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // Weighted, so that bounds that are far apart do not overflow.
            var weight = random.GetUniform(i);
            values[i] = T.CreateTruncating((1 - weight) * From + weight * To);
        }
    }
}
