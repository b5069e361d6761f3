using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Benchmarks;

/// <summary>Streams of floats in native memory, each at a cache line, that loops run over side by side.</summary>
/// <param name="Addresses">The address of each.</param>
/// <param name="Count">The number of elements of each.</param>
internal sealed record AlignedStreams(IReadOnlyList<nint> Addresses, int Count)
{
    /// <summary>The address of native memory, which does not move.</summary>
    public static unsafe nint AddressOf(Span<float> span) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
}
