namespace FusedOptim.Training.Data;

/// <summary>The images of an IDX file: a byte for each pixel, image by image, row by row.</summary>
public sealed class IdxImages
{
    private readonly byte[] _pixels;

    internal IdxImages(int count, int height, int width, byte[] pixels)
    {
        Count = count;
        Height = height;
        Width = width;
        _pixels = pixels;
    }

    /// <summary>The number of images; at least 1.</summary>
    public int Count { get; }

    /// <summary>The rows of an image; at least 1.</summary>
    public int Height { get; }

    /// <summary>The columns of an image; at least 1.</summary>
    public int Width { get; }

    /// <summary>images × rows × columns, from 0 to 255.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;
}
