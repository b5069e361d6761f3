using FusedOptim.Guards;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// The windows of an image that a convolution goes over. An image has rows from the top, in a row pixels from the left, in a
/// pixel its channels. Windows have equal distances, down and to the right; the first one begins where the padding begins.
/// </summary>
public sealed record ImageWindows
{
    /// <summary>Windows of an image.</summary>
    /// <param name="height">The number of rows of the image; at least 1.</param>
    /// <param name="width">The number of pixels of a row; at least 1.</param>
    /// <param name="channels">The number of channels of a pixel; at least 1.</param>
    /// <param name="windowHeight">The number of rows of a window; from 1 to height + 2 · padding.</param>
    /// <param name="windowWidth">The number of pixels of a row of a window; from 1 to width + 2 · padding.</param>
    /// <param name="stride">The distance from window to window, in pixels; at least 1.</param>
    /// <param name="padding">The number of pixels of zeros on each side of the image; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or an image with its padding has more than
    /// 2³¹ − 1 values.</exception>
    public ImageWindows(
        int height, int width, int channels, int windowHeight, int windowWidth, int stride = 1, int padding = 0)
    {
        Height = Guard.AtLeast(1, height);
        Width = Guard.AtLeast(1, width);
        Channels = Guard.AtLeast(1, channels);
        Stride = Guard.AtLeast(1, stride);
        Guard.Check(
            padding >= 0 && (height + 2 * (Int128)padding) * (width + 2 * (Int128)padding) * channels <= int.MaxValue, padding,
            Invariant($"at least 0, and the values of a padded image at most {int.MaxValue}"));
        Padding = padding;
        Guard.CheckBetween(1, PaddedHeight, windowHeight);
        Guard.CheckBetween(1, PaddedWidth, windowWidth);
        WindowHeight = windowHeight;
        WindowWidth = windowWidth;
    }

    /// <summary>The number of rows of the image.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a row.</summary>
    public int Width { get; }

    /// <summary>The number of channels of a pixel.</summary>
    public int Channels { get; }

    /// <summary>The number of values of the image: height · width · channels.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>The number of rows of a window.</summary>
    public int WindowHeight { get; }

    /// <summary>The number of pixels of a row of a window.</summary>
    public int WindowWidth { get; }

    /// <summary>The number of values of a window: its height · width · channels.</summary>
    public int WindowSize => WindowHeight * WindowWidth * Channels;

    /// <summary>The distance from window to window, in pixels.</summary>
    public int Stride { get; }

    /// <summary>The number of pixels of zeros on each side of the image.</summary>
    public int Padding { get; }

    /// <summary>The number of windows from the top to the bottom: ⌊(height + 2 · padding − window height)/stride⌋ + 1.</summary>
    public int Rows => (PaddedHeight - WindowHeight) / Stride + 1;

    /// <summary>The number of windows from the left to the right: ⌊(width + 2 · padding − window width)/stride⌋ + 1.</summary>
    public int Columns => (PaddedWidth - WindowWidth) / Stride + 1;

    /// <summary>The number of windows.</summary>
    public int Count => Rows * Columns;

    /// <summary>The number of rows with the padding.</summary>
    internal int PaddedHeight => Height + 2 * Padding;

    /// <summary>The number of pixels of a row with the padding.</summary>
    internal int PaddedWidth => Width + 2 * Padding;

    /// <summary>The offset of each window's first value in the padded image, row by row. Pinned.</summary>
    internal int[] WindowOffsets()
    {
        var offsets = GC.AllocateUninitializedArray<int>(Count, pinned: true);
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = (i / Columns * PaddedWidth + i % Columns) * Stride * Channels;
        return offsets;
    }

    /// <summary>The offset of each value of a window from its first one: rows, pixels of a row, channels. Pinned.</summary>
    internal int[] ValueOffsets()
    {
        var rowLength = WindowWidth * Channels;
        var offsets = GC.AllocateUninitializedArray<int>(WindowSize, pinned: true);
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = i / rowLength * PaddedWidth * Channels + i % rowLength;
        return offsets;
    }
}
