using System.Runtime.InteropServices;

namespace FusedOptim.Training.Safetensors;

/// <summary>The bytes of a tensor that were read from a file.</summary>
/// <param name="byteCount">Their number; above 2^31 too.</param>
internal sealed class TensorMemory(long byteCount)
{
    // The length of an array is counted with 32 bits, and so are the bytes of a span.
    private readonly ulong[] _words = GC.AllocateUninitializedArray<ulong>(
        checked((int)((byteCount + sizeof(ulong) - 1) / sizeof(ulong))));

    /// <summary>Some of the bytes.</summary>
    public Span<byte> Bytes(long start, int count)
    {
        var (first, offset) = Math.DivRem(start, sizeof(ulong));
        var words = (offset + count + sizeof(ulong) - 1) / sizeof(ulong);
        return MemoryMarshal.AsBytes(_words.AsSpan((int)first, (int)words)).Slice((int)offset, count);
    }
}
