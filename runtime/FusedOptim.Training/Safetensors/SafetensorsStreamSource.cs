using FusedOptim.Training.Files;

namespace FusedOptim.Training.Safetensors;

/// <summary>A safetensors file from the position of a stream to its end. The stream is left open.</summary>
internal sealed class SafetensorsStreamSource : SafetensorsSource
{
    private readonly Lock _lock = new();
    private readonly Stream _stream;
    private readonly long _start;
    // Of a stream that cannot seek.
    private long _position;

    public SafetensorsStreamSource(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        _stream = stream;
        Name = StreamArgument.NameOf(stream);
        if (!stream.CanSeek)
            return;
        _start = stream.Position;
        Length = Math.Max(0, stream.Length - _start);
    }

    public override string Name { get; }

    public override long? Length { get; }

    /// <summary>Reads some bytes; of a stream that cannot seek only those that follow the last ones.</summary>
    public override int Read(Span<byte> destination, long position)
    {
        lock (_lock)
        {
            if (Length is not null)
            {
                _stream.Position = _start + position;
                return _stream.Read(destination);
            }

            if (position != _position)
                throw new InvalidOperationException(
                    Invariant($"Byte {position} is requested of a stream that is at byte {_position}."));
            var count = _stream.Read(destination);
            _position += count;
            return count;
        }
    }
}
