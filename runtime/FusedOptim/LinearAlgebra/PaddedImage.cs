namespace FusedOptim.LinearAlgebra;

/// <summary>Memory for one image with zeros around it; none where there is no padding.</summary>
/// <param name="windows">The size of the image and its padding.</param>
internal sealed class PaddedImage<T>(ImageWindows windows)
    where T : unmanaged
{
    private readonly T[] _values = windows.Padding == 0 ? [] : GC.AllocateArray<T>(
        windows.PaddedHeight * windows.PaddedWidth * windows.Channels, pinned: true);

    private int RowLength => windows.Width * windows.Channels;

    /// <summary>Gets an image with its padding: itself where there is none.</summary>
    public ReadOnlySpan<T> Pad(ReadOnlySpan<T> image)
    {
        if (windows.Padding == 0)
            return image;
        for (var row = 0; row < windows.Height; row++)
            image.Slice(row * RowLength, RowLength).CopyTo(Inside(row));
        return _values;
    }

    /// <summary>Gets zeros to add to, with the size of a padded image: the image itself where there is no padding.</summary>
    public Span<T> Clear(Span<T> image)
    {
        var zeros = windows.Padding == 0 ? image : _values;
        zeros.Clear();
        return zeros;
    }

    /// <summary>Copies the inside to an image, unless it is there already, and leaves zeros.</summary>
    public void Crop(Span<T> image)
    {
        if (windows.Padding == 0)
            return;
        for (var row = 0; row < windows.Height; row++)
            Inside(row).CopyTo(image.Slice(row * RowLength, RowLength));
        _values.AsSpan().Clear();
    }

    private Span<T> Inside(int row) => _values.AsSpan(
        ((row + windows.Padding) * windows.PaddedWidth + windows.Padding) * windows.Channels, RowLength);
}
