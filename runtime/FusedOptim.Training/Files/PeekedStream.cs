namespace FusedOptim.Training.Files;

/// <summary>A stream whose first bytes were looked at, and are read again. The stream is left open.</summary>
internal sealed class PeekedStream : ReadOnlyStream
{
    private readonly Stream _stream;
    private readonly byte[] _first;
    private int _read;

    /// <summary>Looks at the first bytes of a stream.</summary>
    public PeekedStream(Stream stream, int count)
    {
        _stream = stream;
        var first = new byte[count];
        _first = first[..stream.ReadAtLeast(first, count, throwOnEndOfStream: false)];
    }

    /// <summary>Gets the first bytes; fewer where the stream has not as many.</summary>
    public ReadOnlySpan<byte> First => _first;

    public override int Read(Span<byte> buffer)
    {
        if (_read == _first.Length)
            return _stream.Read(buffer);
        var count = Math.Min(buffer.Length, _first.Length - _read);
        _first.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }
}
