using System.IO.Compression;

namespace FusedOptim.Training.Files;

/// <summary>
/// The content of a gzip file, decompressed as it is read. A file that was cut off, wherever, or that other bytes follow
/// is refused: by the end of the content at the latest, before a read returns 0.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> takes the end of a file for the end of its content, and then compares neither checksum nor length.
/// But it reads members one after the other, as gzip does. So a member with a mark follows the file here: the content ends
/// with the mark only if the decompression of the file ended exactly where the file does. The mark is compressed, so that it
/// cannot be taken for its own content.
/// </remarks>
internal sealed class GzipContent : ReadOnlyStream
{
    private static readonly byte[] Mark = "The compressed file is complete: its last member ends where it does."u8.ToArray();
    private static readonly byte[] CompressedMark = Compress(Mark);

    private readonly string _path;
    private readonly GZipStream _content;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The content of a file.</summary>
    /// <param name="file">The file, at its start; disposed with this.</param>
    /// <param name="path">Its path, for messages.</param>
    public GzipContent(Stream file, string path)
    {
        _path = path;
        _content = new GZipStream(new ContinuedStream(file, CompressedMark), CompressionMode.Decompress);
    }

    /// <summary>Gets the content of a stream, decompressed where it begins as gzip does. The stream stays open.</summary>
    /// <param name="stream">The stream, read from its position.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="isCompressed">Whether it is decompressed.</param>
    public static Stream Of(Stream stream, string name, out bool isCompressed)
    {
        // Four bytes, because a StreamReader whose first bytes are two looks for a byte order mark in those that follow.
        var peeked = new PeekedStream(stream, 4);
        isCompressed = peeked.First is [0x1F, 0x8B, ..];
        return isCompressed ? new GzipContent(peeked, name) : peeked;
    }

    // What is kept back may be the mark.
    private int Available => Math.Max(0, _end - _start - Mark.Length);

    /// <exception cref="InvalidDataException">The file is not a complete gzip file.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (Available == 0 && !_isAtEnd && !buffer.IsEmpty)
            Fill();
        var count = Math.Min(buffer.Length, Available);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = Decompress(_buffer.AsSpan(_end));
        _end += count;
        if (count > 0)
            return;
        if (!_buffer.AsSpan(0, _end).SequenceEqual(Mark))
            throw Refusal("it was cut off, or other bytes follow the compressed data.");
        _isAtEnd = true;
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw Refusal($"it was cut off or altered, or gzip did not write it. ({exception.Message})", exception);
        }
    }

    private InvalidDataException Refusal(string fault, Exception? inner = null) =>
        new($"{_path} is not a complete gzip file: {fault}", inner);

    private static byte[] Compress(byte[] content)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
