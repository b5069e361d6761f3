using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Images;

/// <summary>
/// Flips images with a probability. Only where a mirror image is of the same class: not for digits or letters.
/// </summary>
public sealed record RandomFlip : Augmentation
{
    /// <summary>A random change of images.</summary>
    /// <param name="shape">The shape of the images.</param>
    /// <param name="direction">Which sides change places.</param>
    /// <param name="probability">How likely; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such direction, or the probability is out of
    /// range.</exception>
    public RandomFlip(ImageShape shape, FlipDirection direction = FlipDirection.Horizontal, double probability = 0.5)
    {
        if (direction is not (FlipDirection.Horizontal or FlipDirection.Vertical))
        {
            throw new ArgumentOutOfRangeException(
                nameof(direction), direction, $"direction is {direction}; it must be Horizontal or Vertical.");
        }

        Guard.Check(probability is >= 0 and <= 1, probability, "from 0 to 1");
        Shape = shape;
        Direction = direction;
        Probability = probability;
    }

    /// <summary>The shape of the images.</summary>
    public ImageShape Shape { get; }

    /// <summary>Which sides change places.</summary>
    public FlipDirection Direction { get; }

    /// <summary>How likely.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random)
    {
        Shape.Check(example.Length, nameof(example));
        if (!random.NextBernoulli(Probability))
            return;
        // Both exchange runs of features: pixels within a row, or rows within the image.
        var isHorizontal = Direction == FlipDirection.Horizontal;
        var run = isHorizontal ? Shape.Channels : Shape.Width * Shape.Channels;
        var line = isHorizontal ? Shape.Width * Shape.Channels : example.Length;
        for (var start = 0; start < example.Length; start += line)
            ReverseRuns(example.Slice(start, line), scratch[..run], run);
    }

    private static void ReverseRuns(Span<float> line, Span<float> scratch, int run)
    {
        if (run == 1)
        {
            line.Reverse();
            return;
        }

        for (int first = 0, last = line.Length - run; first < last; first += run, last -= run)
        {
            line.Slice(first, run).CopyTo(scratch);
            line.Slice(last, run).CopyTo(line[first..]);
            scratch.CopyTo(line[last..]);
        }
    }
}
