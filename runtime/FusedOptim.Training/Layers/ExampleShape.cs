using FusedOptim.Guards;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The shape of an example's values: positions × features, the features of a position side by side. A row of a table has
/// one position. The positions of a sequence are its steps. The positions of an image are its pixels, row by row from the
/// top, and the features of a pixel are its channels, as in <c>Data.Images.ImageShape</c>. Layers compute each
/// position alike, unless they say otherwise.
/// </summary>
public readonly record struct ExampleShape
{
    /// <summary>One position.</summary>
    /// <param name="features">The number of features; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public ExampleShape(int features)
        : this(1, features)
    {
    }

    /// <summary>Positions in a row: a height, and a width of 1.</summary>
    /// <param name="positions">The number of positions; at least 1.</param>
    /// <param name="features">The number of features of each; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there would be more than 2³¹ − 1 values.
    /// </exception>
    public ExampleShape(int positions, int features)
    {
        Height = Guard.AtLeast(1, positions);
        Width = 1;
        Features = Guard.AtLeast(1, features);
        if ((long)positions * features > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(features), features,
                Invariant($"{positions} positions of {features} features are {(long)positions * features} values; ") +
                $"there must be at most {int.MaxValue}.");
        }
    }

    /// <summary>An image.</summary>
    /// <param name="height">The number of rows; at least 1.</param>
    /// <param name="width">The number of pixels of a row; at least 1.</param>
    /// <param name="channels">The number of channels of a pixel: its features; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there would be more than 2³¹ − 1 values.
    /// </exception>
    public ExampleShape(int height, int width, int channels)
    {
        Height = Guard.AtLeast(1, height);
        Width = Guard.AtLeast(1, width);
        Features = Guard.AtLeast(1, channels);
        var size = (Int128)height * width * channels;
        if (size > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(channels), channels,
                Invariant($"{height} × {width} pixels of {channels} channels are {size} values; ") +
                $"there must be at most {int.MaxValue}.");
        }
    }

    /// <summary>The number of rows of an image. Where the width is 1, the number of positions.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a row of an image; 1 for what is not an image.</summary>
    public int Width { get; }

    /// <summary>The number of positions: height · width.</summary>
    public int Positions => Height * Width;

    /// <summary>The number of features of a position; for an image, of channels.</summary>
    public int Features { get; }

    /// <summary>The number of values: positions · features.</summary>
    public int Size => Positions * Features;

    /// <summary>Gets the shape of the same height and width with another number of features.</summary>
    /// <param name="features">The number of features of a position; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1, or there would be more than 2³¹ − 1 values.</exception>
    public ExampleShape WithFeatures(int features) =>
        Width == 1 ? new(Height, features) : new(Height, Width, Guard.AtLeast(1, features));

    /// <summary>The number of features, after that of positions if there are several: "28 × 28"; of an image with more than one
    /// pixel in a row its height, width and channels: "28 × 28 × 1".</summary>
    public override string ToString() =>
        Width > 1 ? Invariant($"{Height} × {Width} × {Features}")
        : Height > 1 ? Invariant($"{Height} × {Features}")
        : Invariant($"{Features}");
}
