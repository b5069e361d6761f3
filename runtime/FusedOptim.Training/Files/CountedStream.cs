namespace FusedOptim.Training.Files;

/// <summary>A stream that counts the bytes that are read from another one, which is left open.</summary>
internal sealed class CountedStream(Stream stream) : ReadOnlyStream
{
    /// <summary>Gets the number of bytes that have been read.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer);
        Count += count;
        return count;
    }
}
