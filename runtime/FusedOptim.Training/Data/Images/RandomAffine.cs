using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Images;

/// <summary>
/// Turns, scales and shifts images at random, by one resampling (see <see cref="AffineTransform"/>): an angle uniform up to
/// the greatest rotation either way, a factor uniform between the scales, and shifts uniform up to the greatest share of
/// the width and of the height either way.
/// </summary>
public sealed record RandomAffine : Augmentation
{
    /// <summary>A random change of images; what is left out stays as it is.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="maximumRotation">The greatest rotation, in degrees; from 0 to 180.</param>
    /// <param name="maximumShift">The greatest shift, as a share of the width and of the height; from 0 to 1.</param>
    /// <param name="minimumScale">The least scale; greater than 0.</param>
    /// <param name="maximumScale">The greatest scale; finite, not less than the least.</param>
    /// <param name="fill">What stands outside of the image; finite. The background: 0 in MNIST, and what the
    /// preprocessing made of 0 if the features are preprocessed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RandomAffine(
        ImageShape shape, double maximumRotation = 0, double maximumShift = 0, double minimumScale = 1,
        double maximumScale = 1, float fill = 0)
    {
        Guard.Check(maximumRotation is >= 0 and <= 180, maximumRotation, "from 0 to 180");
        Guard.Check(maximumShift is >= 0 and <= 1, maximumShift, "from 0 to 1");
        Guard.CheckPositive(minimumScale);
        Guard.Check(
            maximumScale >= minimumScale && double.IsFinite(maximumScale), maximumScale,
            Invariant($"finite and not less than minimumScale, which is {minimumScale}"));
        Guard.CheckFinite(fill);
        Shape = shape;
        MaximumRotation = maximumRotation;
        MaximumShift = maximumShift;
        MinimumScale = minimumScale;
        MaximumScale = maximumScale;
        Fill = fill;
    }

    /// <summary>The shape of the images.</summary>
    public ImageShape Shape { get; }

    /// <summary>The greatest rotation, in degrees.</summary>
    public double MaximumRotation { get; }

    /// <summary>The greatest shift, as a share of the width and of the height.</summary>
    public double MaximumShift { get; }

    /// <summary>The least scale.</summary>
    public double MinimumScale { get; }

    /// <summary>The greatest scale.</summary>
    public double MaximumScale { get; }

    /// <summary>What stands outside of the image.</summary>
    public float Fill { get; }

    /// <inheritdoc/>
    public override void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random)
    {
        Shape.Check(example.Length, nameof(example));
        example.CopyTo(scratch);
        Draw(ref random).Apply(scratch[..example.Length], example, Shape, Fill);
    }

    /// <summary>The change that the next four random numbers mean.</summary>
    internal AffineTransform Draw(ref RandomSequence random) => new(
        random.NextUniform(-MaximumRotation, MaximumRotation),
        random.NextUniform(-MaximumShift, MaximumShift) * Shape.Width,
        random.NextUniform(-MaximumShift, MaximumShift) * Shape.Height,
        random.NextUniform(MinimumScale, MaximumScale));
}
