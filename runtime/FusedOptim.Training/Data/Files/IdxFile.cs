using System.Buffers.Binary;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>
/// Reads files in the IDX format, in which MNIST is published (Y. LeCun, C. Cortes and C. Burges, "The MNIST database of
/// handwritten digits"): two zero bytes, the type of the elements (8: unsigned bytes, the only one read here), the number
/// of dimensions, the dimensions in four bytes each, big-endian, then the elements, and nothing behind them.
/// </summary>
/// <remarks>
/// <para>A gzip file is decompressed, whatever its name, and must be complete. Files may come from anywhere. The memory for a
/// plain file is asked for once its header agrees with its length. The length of a compressed file, and of a stream that cannot
/// seek, is not known before: memory grows with what has been read (the array doubles, so that at most three times as many bytes
/// are held, and 64 KB), and a header that states more than <see cref="MaximumCompressedContent"/> elements is refused.</para>
/// <para>Streams are read from their position to their end, need not be able to seek, and stay open.</para>
/// </remarks>
public static class IdxFile
{
    /// <summary>The most elements of a compressed file, or of a stream that cannot seek: 2³⁰.</summary>
    public const int MaximumCompressedContent = 1 << 30;

    private const int UnsignedByte = 8;
    private const int SmallestBuffer = 1 << 16;

    /// <summary>Reads images: three dimensions, the images, their rows and their columns.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file of images, or it is shorter or longer than its
    /// header says, or a dimension is 0; the message names the file, the field and its value.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static IdxImages ReadImages(string path)
    {
        using var file = OpenFile(path);
        return ReadImages(file, path);
    }

    /// <summary>Reads images from a stream.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="ReadImages(string)"/>
    public static IdxImages ReadImages(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        return ReadImages(stream, StreamArgument.NameOf(stream));
    }

    /// <summary>Reads labels: one dimension.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no IDX file of labels, or it is shorter or longer than its
    /// header says, or has no labels; the message names the file, the field and its value.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static byte[] ReadLabels(string path)
    {
        using var file = OpenFile(path);
        return ReadLabels(file, path);
    }

    /// <summary>Reads labels from a stream.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="ReadLabels(string)"/>
    public static byte[] ReadLabels(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        return ReadLabels(stream, StreamArgument.NameOf(stream));
    }

    private static FileStream OpenFile(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return File.OpenRead(path);
    }

    private static IdxImages ReadImages(Stream stream, string path)
    {
        Span<int> dimensions = stackalloc int[3];
        var pixels = Read(stream, path, ["number of images", "number of rows", "number of columns"], dimensions);
        return new IdxImages(dimensions[0], dimensions[1], dimensions[2], pixels);
    }

    private static byte[] ReadLabels(Stream stream, string path)
    {
        Span<int> dimensions = stackalloc int[1];
        return Read(stream, path, ["number of labels"], dimensions);
    }

    private static byte[] Read(Stream stream, string path, ReadOnlySpan<string> fields, Span<int> dimensions)
    {
        var rest = stream.CanSeek ? stream.Length - stream.Position : default(long?);
        using var content = GzipContent.Of(stream, path, out var isCompressed);
        if (isCompressed)
            rest = null;
        var headerLength = sizeof(int) * (1 + fields.Length);
        var length = ReadHeader(content, path, headerLength, fields, dimensions);
        if (rest is { } byteCount && length != byteCount - headerLength)
        {
            throw Refusal(path,
                Invariant($"it has {byteCount - headerLength} bytes behind the header, whose dimensions multiply to {length}"));
        }

        if (rest is null && length > MaximumCompressedContent)
        {
            var kind = isCompressed ? "a compressed file" : "a stream that cannot seek";
            throw Refusal(path, Invariant($"its dimensions multiply to {length}; {kind} may have {MaximumCompressedContent}"));
        }

        if (length > Array.MaxLength)
            throw Refusal(path, Invariant($"its dimensions multiply to {length}; at most {Array.MaxLength} can be read"));
        return ReadElements(content, path, (int)length, isLengthKnown: rest is not null);
    }

    /// <summary>Reads the header; returns the product of the dimensions.</summary>
    private static long ReadHeader(
        Stream content, string path, int headerLength, ReadOnlySpan<string> fields, Span<int> dimensions)
    {
        Span<byte> header = stackalloc byte[headerLength];
        var available = ReadBlock(content, header);
        if (available < headerLength)
            throw Refusal(path, Invariant($"it has {available} bytes; the header takes {headerLength}"));
        var magic = BinaryPrimitives.ReadInt32BigEndian(header);
        var expected = (UnsignedByte << 8) | fields.Length;
        if (magic != expected)
        {
            throw Refusal(path,
                $"the magic number is 0x{magic:X8}; it must be 0x{expected:X8}: " +
                $"unsigned bytes in {fields.Length} dimensions");
        }

        var length = (UInt128)1;
        for (var i = 0; i < fields.Length; i++)
        {
            var dimension = BinaryPrimitives.ReadUInt32BigEndian(header[(sizeof(int) * (i + 1))..]);
            if (dimension is 0 or > int.MaxValue)
                throw Refusal(path, $"the {fields[i]} is {dimension}; it must be from 1 to {int.MaxValue}");
            dimensions[i] = (int)dimension;
            length *= dimension;
        }

        if (length > long.MaxValue)
            throw Refusal(path, Invariant($"its dimensions multiply to {length}; at most {Array.MaxLength} can be read"));
        return (long)length;
    }

    private static byte[] ReadElements(Stream content, string path, int length, bool isLengthKnown)
    {
        var elements = new byte[isLengthKnown ? length : Math.Min(length, SmallestBuffer)];
        var count = 0;
        while (true)
        {
            count += ReadBlock(content, elements.AsSpan(count));
            if (count < elements.Length)
                throw Refusal(path, Invariant($"it ends after {count} elements; its dimensions multiply to {length}"));
            if (count == length)
                break;
            Array.Resize(ref elements, (int)Math.Min(length, 2L * elements.Length));
        }

        Span<byte> next = stackalloc byte[1];
        if (ReadBlock(content, next) != 0)
            throw Refusal(path, Invariant($"it goes on after {length} elements, to which its dimensions multiply"));
        return elements;
    }

    private static int ReadBlock(Stream content, Span<byte> destination) =>
        content.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

    private static InvalidDataException Refusal(string path, string fault) =>
        new($"{path} is no valid IDX file: {fault}.");
}
