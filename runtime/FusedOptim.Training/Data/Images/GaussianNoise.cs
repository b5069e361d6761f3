using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Images;

/// <summary>
/// Adds to each feature a normal deviate of its own: x + σ·z, then limits it to a range. For any features, images or not.
/// </summary>
public sealed record GaussianNoise : Augmentation
{
    /// <summary>A random change of examples.</summary>
    /// <param name="standardDeviation">σ, in the unit of the features; not negative, finite.</param>
    /// <param name="minimum">The least value of a result; by default there is none.</param>
    /// <param name="maximum">The greatest value of a result, not less than the least; by default there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public GaussianNoise(
        double standardDeviation, float minimum = float.MinValue, float maximum = float.MaxValue)
    {
        Guard.Check(
            standardDeviation >= 0 && double.IsFinite(standardDeviation), standardDeviation, "not negative and finite");
        Guard.CheckFinite(minimum);
        Guard.Check(
            maximum >= minimum && float.IsFinite(maximum), maximum,
            Invariant($"finite and not less than minimum, which is {minimum}"));
        StandardDeviation = standardDeviation;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>σ.</summary>
    public double StandardDeviation { get; }

    /// <summary>The least value of a result.</summary>
    public float Minimum { get; }

    /// <summary>The greatest value of a result.</summary>
    public float Maximum { get; }

    /// <inheritdoc/>
    public override void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random)
    {
        foreach (ref var feature in example)
            feature = (float)Math.Clamp(feature + StandardDeviation * random.NextNormal(), Minimum, Maximum);
    }
}
