using System.Runtime.InteropServices;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Native memory of the best kind, for candidates that work on memory of their own: aligned to a page, a huge page where it
/// is large (advised where the system has them), and with streams that are used together staggered.
/// </summary>
internal sealed unsafe partial class AlignedMemory : IDisposable
{
    private const nuint HugePage = 2 << 20;
    private const nuint Page = 4096;
    private const int AdviseHugePages = 14; // MADV_HUGEPAGE

    // Streams at equal offsets from a page border compete for the same sets of the cache, and a store to one looks like a
    // store to what is loaded from the next: AdamW took 1.6 times as long at 32,768 elements.
    private const int Stagger = 512;

    private readonly void* _memory;
    private readonly float* _first;
    private readonly int _count;

    /// <summary>Zeros.</summary>
    /// <param name="count">The number of elements.</param>
    /// <param name="stream">Which of the streams that are used together it is, counted from 0.</param>
    public AlignedMemory(int count, int stream)
    {
        _count = count;
        var offset = (nuint)(stream * Stagger) % Page;
        var bytes = (nuint)count * sizeof(float) + offset;
        var alignment = bytes >= HugePage ? HugePage : Page;
        var length = (bytes + alignment - 1) / alignment * alignment;
        _memory = NativeMemory.AlignedAlloc(length, alignment);
        // Advice may be refused; the memory is as good then, only slower.
        if (OperatingSystem.IsLinux() && alignment == HugePage)
            _ = Advise(_memory, length, AdviseHugePages);
        _first = (float*)((byte*)_memory + offset);
        Span.Clear();
    }

    /// <summary>All elements.</summary>
    public Span<float> Span => new(_first, _count);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
