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

    private void* _allocation;

    /// <summary>Memory of the given size.</summary>
    /// <param name="byteCount">The size in bytes; may be above 2 GiB.</param>
    /// <exception cref="OutOfMemoryException">The system does not have it.</exception>
    public Slab(nint byteCount)
    {
        var hasHugePages = byteCount >= HugePage && OperatingSystem.IsLinux();
        var alignment = hasHugePages ? HugePage : Alignment;
        // Large zeroed allocations come from the system untouched; aligned ones would have to be cleared here.
        _allocation = NativeMemory.AllocZeroed(checked((nuint)byteCount + (nuint)alignment));
        Address = (nint)_allocation + (alignment - 1) & -(nint)alignment;
        if (hasHugePages)
            AdviseHugePages(Address, (nuint)byteCount);
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
