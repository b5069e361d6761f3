using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FusedOptim.Memory;

/// <summary>
/// Zeroed memory that starts at a cache line and never moves. The system commits a page when it is first written, so what a
/// frozen parameter never uses costs nothing.
/// </summary>
/// <remarks>
/// The memory is a pinned array of the garbage collector: a span over it stays valid for as long as somebody holds the span,
/// whatever is disposed, and a slab that is forgotten is collected. Kernels compute with addresses, which keep nothing alive:
/// the operation that runs them holds the slab (see <see cref="ExclusiveAccess"/>).
/// </remarks>
internal sealed unsafe partial class Slab : IDisposable
{
    /// <summary>The size of a cache line, which every tensor starts at.</summary>
    public const int Alignment = 64;

    // Transparent huge pages of Linux on x86-64 and arm64 with pages of 4 KiB.
    private const int HugePage = 1 << 21;
    private const int Page = 1 << 12;

    // Of any Linux, on arm64.
    private const int LargestPage = 1 << 16;

    // A kernel reads the same element of every slab. At equal distances from a page border the streams would compete for
    // the same sets of the first cache, and a store to one would be taken for a store to what is loaded from the next:
    // AdamW on 32,768 elements takes 1.6 times as long then, and 1.1 times as long on 16 million.
    private const int Stagger = 512;

    private const int MADV_DONTNEED = 4;
    private const int MADV_HUGEPAGE = 14;

    private readonly nint _start;
    private readonly nint _byteCount;
    private CacheLine[]? _memory;

    /// <summary>Memory of the given size.</summary>
    /// <param name="byteCount">The size in bytes; may be above 2 GiB.</param>
    /// <param name="stream">Which of the slabs that are used together it is: 0 for values, 1 for gradients, then the
    /// states, then what a phase writes beside them.</param>
    /// <exception cref="OutOfMemoryException">The system does not have it.</exception>
    public Slab(nint byteCount, int stream)
    {
        var alignment = byteCount >= HugePage ? HugePage : Page;
        var offset = stream * Stagger % Page;
        var lineCount = checked(byteCount + alignment + offset) / Alignment + 1;
        if (lineCount > Array.MaxLength)
            throw new OutOfMemoryException(Invariant($"A slab of {byteCount} bytes is larger than the largest array."));
        // Large zeroed arrays come from the system untouched.
        _memory = GC.AllocateArray<CacheLine>((int)lineCount, pinned: true);
        var first = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        var border = first + (alignment - 1) & -(nint)alignment;
        _byteCount = byteCount;
        Address = border + offset;
        _start = Address - first;
        if (alignment == HugePage)
            Advise(border, byteCount + offset, MADV_HUGEPAGE);
    }

    /// <summary>The address of the first byte; 0 once the slab is disposed.</summary>
    public nint Address { get; private set; }

    /// <summary>The object to keep alive while the address is used outside of an operation on the set
    /// (<see cref="ExclusiveAccess"/>).</summary>
    public object? Memory => _memory;

    /// <summary>Elements of the slab, as a span that keeps the memory.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="byteOffset">The place of the first element, in bytes.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="ObjectDisposedException">The slab is disposed.</exception>
    public Span<T> Span<T>(nint byteOffset, int count)
        where T : unmanaged
    {
        var memory = _memory;
        if (memory is null)
            throw new ObjectDisposedException(objectName: null, "The set or the optimizer that the memory belongs to is disposed.");
        ref var first = ref Unsafe.As<CacheLine, byte>(ref MemoryMarshal.GetArrayDataReference(memory));
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, _start + byteOffset)), count);
    }

    /// <summary>Gives the memory back. Spans over it stay valid; large ones read zeros from then on.</summary>
    public void Dispose()
    {
        if (_memory is null)
            return;
        if (_byteCount >= HugePage)
        {
            // At once, not at the next collection. Whole pages only: others are shared with objects of somebody else.
            var first = Address + (LargestPage - 1) & -(nint)LargestPage;
            var end = Address + _byteCount & -(nint)LargestPage;
            Advise(first, end - first, MADV_DONTNEED);
        }

        Address = 0;
        _memory = null;
    }

    // Memory is as good without, so the result is not looked at.
    private static void Advise(nint address, nint byteCount, int advice)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = MemoryAdvise(address, (nuint)byteCount, advice);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(nint address, nuint length, int advice);

    [StructLayout(LayoutKind.Sequential, Size = Alignment)]
    private readonly struct CacheLine;
}
