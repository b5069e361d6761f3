using FusedOptim.Training.Files;

namespace FusedOptim.Training.Safetensors;

/// <summary>A safetensors file that was read from a stream to its end. The memory grows with the bytes that the stream
/// gives.</summary>
internal sealed class SafetensorsBufferSource : SafetensorsSource
{
    private const int BlockLength = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private readonly long _length;

    public SafetensorsBufferSource(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        Name = StreamArgument.NameOf(stream);
        // What is shorter than a block, as a small model is, takes no more than twice its length.
        var buffer = new byte[1 << 12];
        var count = 0;
        while (stream.ReadAtLeast(buffer.AsSpan(count), buffer.Length - count, throwOnEndOfStream: false) is > 0 and var read)
        {
            count += read;
            if (count < buffer.Length)
                break;
            if (count < BlockLength)
            {
                Array.Resize(ref buffer, 2 * count);
                continue;
            }

            _blocks.Add(buffer);
            (buffer, count) = (new byte[BlockLength], 0);
        }

        if (count > 0)
            _blocks.Add(buffer);
        _length = (long)BlockLength * _blocks.Count;
        if (count > 0)
            _length += count - BlockLength;
    }

    public override string Name { get; }

    public override long? Length => _length;

    public override int Read(Span<byte> destination, long position)
    {
        if (position >= _length)
            return 0;
        var (block, start) = Math.DivRem(position, BlockLength);
        var available = Math.Min(BlockLength, _length - block * BlockLength) - start;
        var count = (int)Math.Min(destination.Length, available);
        _blocks[(int)block].AsSpan((int)start, count).CopyTo(destination);
        return count;
    }
}
