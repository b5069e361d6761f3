namespace FusedOptim.Training.Files;

/// <summary>A stream, and bytes after its end.</summary>
/// <param name="stream">The stream; disposed with this.</param>
/// <param name="continuation">What follows.</param>
internal sealed class ContinuedStream(Stream stream, byte[] continuation) : ReadOnlyStream
{
    private int _continued = -1;

    public override int Read(Span<byte> buffer)
    {
        if (_continued < 0)
        {
            var count = stream.Read(buffer);
            if (count > 0 || buffer.IsEmpty)
                return count;
            _continued = 0;
        }

        var next = continuation.AsSpan(_continued, Math.Min(buffer.Length, continuation.Length - _continued));
        next.CopyTo(buffer);
        _continued += next.Length;
        return next.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
