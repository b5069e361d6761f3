using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// One page of memory between two pages that nobody may touch: reading or writing there ends the process.
/// </summary>
internal sealed unsafe partial class GuardedPages : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadAndWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private static readonly nint PageSize = Environment.SystemPageSize;

    private readonly nint _start = MemoryMap(0, 3 * PageSize, NoAccess, PrivateAnonymous, -1, 0);

    public GuardedPages()
    {
        if (_start == -1 || MemoryProtect(_start + PageSize, PageSize, ReadAndWrite) != 0)
            throw new InvalidOperationException($"No guarded pages: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>The page that may be touched.</summary>
    public Span<byte> Page => new((void*)(_start + PageSize), (int)PageSize);

    /// <summary>The address of so many bytes that start where the page starts.</summary>
    public nint AtStart() => _start + PageSize;

    /// <summary>The address of so many bytes that end where the page ends.</summary>
    public nint AtEnd(int bytes) => _start + 2 * PageSize - bytes;

    public void Dispose() => _ = MemoryUnmap(_start, 3 * PageSize);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MemoryProtect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MemoryUnmap(nint address, nint length);
}
