using System.Text;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>The text of a CSV file, stream or reader, and how far it has been read. Streams and readers of callers stay open.</summary>
internal sealed class CsvSource : IDisposable
{
    // In larger pieces, characters would be decoded to a buffer of the reader's first.
    private const int BufferSize = 1 << 14;

    private readonly Stream? _file;
    private readonly CountedStream? _bytes;
    private long _charCount;

    private CsvSource(string name, TextReader text, CountedStream? bytes = null, long? length = null, Stream? file = null)
    {
        Name = name;
        Text = text;
        Length = length;
        _bytes = bytes;
        _file = file;
    }

    /// <summary>Gets the name in messages.</summary>
    public string Name { get; }

    /// <summary>Gets the text.</summary>
    public TextReader Text { get; }

    /// <summary>Gets the number of bytes that can be read, if it is known.</summary>
    public long? Length { get; }

    /// <summary>Gets the number of bytes that have been read; of a text, the number of characters.</summary>
    public long Position => _bytes?.Count ?? _charCount;

    /// <summary>Opens a file. One whose name ends in ".gz" must be compressed; others may be.</summary>
    public static CsvSource Open(string path, Encoding encoding)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = new FileStream(
            path, new FileStreamOptions { Options = FileOptions.SequentialScan, BufferSize = 0 });
        try
        {
            return Open(file, path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), encoding, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream from its position.</summary>
    public static CsvSource Open(Stream stream, Encoding encoding)
    {
        StreamArgument.CheckReadable(stream);
        return Open(stream, StreamArgument.NameOf(stream), isCompressed: false, encoding, file: null);
    }

    /// <summary>Reads a text from its position.</summary>
    public static CsvSource Open(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CsvSource("<text>", text);
    }

    /// <summary>Reads characters; 0 at the end alone.</summary>
    public int Read(Span<char> buffer)
    {
        var count = Text.Read(buffer);
        _charCount += count;
        return count;
    }

    public void Dispose()
    {
        if (_bytes is not null)
            Text.Dispose();
        _file?.Dispose();
    }

    private static CsvSource Open(Stream stream, string name, bool isCompressed, Encoding encoding, Stream? file)
    {
        var length = stream.CanSeek ? stream.Length - stream.Position : default(long?);
        var bytes = new CountedStream(stream);
        var content = isCompressed ? new GzipContent(bytes, name) : GzipContent.Of(bytes, name, out _);
        var text = new StreamReader(content, encoding, detectEncodingFromByteOrderMarks: true, BufferSize);
        return new CsvSource(name, text, bytes, length, file);
    }
}
