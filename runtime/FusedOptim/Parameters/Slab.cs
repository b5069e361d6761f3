using System.Runtime.InteropServices;

namespace FusedOptim;

/// <summary>
/// Zeroed native memory that starts at a cache line. The system commits a page when it is first written, so what a frozen
/// parameter never uses costs nothing.
/// </summary>
/// <remarks>There is no finalizer: spans do not keep their slab alive, and memory must not vanish under one.</remarks>
internal sealed unsafe partial class Slab : IDisposable
{
    /// <summary>The size of a cache line, which every tensor starts at.</summary>
    public const int Alignment = 64;

    // Transparent huge pages of Linux on x86-64 and arm64 with pages of 4 KiB.
    private const int HugePage = 1 << 21;
    private const int Page = 1 << 12;

    // A kernel reads the same element of every slab. At equal distances from a page border the streams would compete for
    // the same sets of the first cache, and a store to one would be taken for a store to what is loaded from the next:
    // AdamW on 32,768 elements takes 1.6 times as long then, and 1.1 times as long on 16 million.
    private const int Stagger = 512;

    private void* _allocation;

    /// <summary>Memory of the given size.</summary>
    /// <param name="byteCount">The size in bytes; may be above 2 GiB.</param>
    /// <param name="stream">Which of the slabs that are used together it is: 0 for values, 1 for gradients, then the
    /// states, then what a phase writes beside them.</param>
    /// <exception cref="OutOfMemoryException">The system does not have it.</exception>
    public Slab(nint byteCount, int stream)
    {
        var hasHugePages = byteCount >= HugePage && OperatingSystem.IsLinux();
        var alignment = hasHugePages ? HugePage : Page;
        var offset = stream * Stagger % Page;
        // Large zeroed allocations come from the system untouched; aligned ones would have to be cleared here.
        _allocation = NativeMemory.AllocZeroed(checked((nuint)byteCount + (nuint)(alignment + offset)));
        var border = (nint)_allocation + (alignment - 1) & -(nint)alignment;
        Address = border + offset;
        if (hasHugePages)
            AdviseHugePages(border, (nuint)(byteCount + offset));
    }

    /// <summary>The address of the first byte.</summary>
    public nint Address { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_allocation);
        _allocation = null;
        Address = 0;
    }

    private static void AdviseHugePages(nint address, nuint byteCount)
    {
        const int MADV_HUGEPAGE = 14;
        try
        {
            // Only advice: memory is as good without, so the result is not looked at.
            _ = MemoryAdvise(address, byteCount, MADV_HUGEPAGE);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint address, nuint length, int advice);
}
