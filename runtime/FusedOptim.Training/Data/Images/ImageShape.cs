using FusedOptim.Guards;

namespace FusedOptim.Training.Data.Images;

/// <summary>
/// How the features of an example are an image: rows from the top, in a row pixels from the left, in a pixel its channels.
/// </summary>
public readonly record struct ImageShape
{
    /// <summary>A shape.</summary>
    /// <param name="height">The number of rows; at least 1.</param>
    /// <param name="width">The number of pixels of a row; at least 1.</param>
    /// <param name="channels">The number of channels of a pixel; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there would be more than 2³¹ − 1 features.
    /// </exception>
    public ImageShape(int height, int width, int channels = 1)
    {
        Guard.AtLeast(1, height);
        Guard.AtLeast(1, width);
        Guard.Check(
            channels >= 1 && (Int128)height * width * channels <= int.MaxValue, channels,
            Invariant($"at least 1, and the features of {height} × {width} pixels at most {int.MaxValue}"));
        Height = height;
        Width = width;
        Channels = channels;
    }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a row.</summary>
    public int Width { get; }

    /// <summary>The number of channels of a pixel.</summary>
    public int Channels { get; }

    /// <summary>The number of features: height · width · channels.</summary>
    public int Size => Height * Width * Channels;

    /// <summary>"28 × 28 × 1".</summary>
    public override string ToString() => Invariant($"{Height} × {Width} × {Channels}");

    /// <summary>Throws unless an image has this shape's number of features.</summary>
    internal void Check(int length, string name)
    {
        if (length != Size)
        {
            throw new ArgumentException(
                Invariant($"{name} has {length} features; an image of {this} has {Size}."), name);
        }
    }
}
