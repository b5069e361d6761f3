namespace FusedOptim.Training.Tests;

/// <summary>A stream that cannot seek, as a network or a decompressor gives: it reads some bytes at a time, and knows whether it
/// was closed.</summary>
internal sealed class ForwardStream : Stream
{
    private readonly MemoryStream _content;
    private readonly int _piece;

    public ForwardStream(byte[] content, int piece = 1000)
    {
        _content = new MemoryStream();
        _content.Write(content);
        _content.Position = 0;
        _piece = piece;
    }

    /// <summary>Gets whether the stream was disposed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Gets or sets the byte at which reading or writing fails.</summary>
    public long FailsAt { get; set; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public byte[] ToArray() => _content.ToArray();

    public override int Read(byte[] buffer, int offset, int count)
    {
        Fail(count);
        return _content.Read(buffer, offset, Math.Min(count, _piece));
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Fail(count);
        _content.Write(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => IsClosed = true;

    private void Fail(int count)
    {
        if (_content.Position + count > FailsAt)
            throw new IOException("The connection is lost.");
    }
}
