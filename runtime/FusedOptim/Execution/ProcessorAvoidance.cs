using System.Runtime.InteropServices;

namespace FusedOptim.Execution;

/// <summary>
/// Keeps a worker off the processor of the thread that it helps. Linux wakes a thread on the processor of the waking one where it
/// takes idle processors for busy ones, as in a virtual machine whose idle processors are taken away: the worker would take turns with the
/// calling thread, or wait until it has ended, and the idle processor would stay idle.
/// </summary>
/// <remarks>On other systems it does nothing. It belongs to the thread that makes it.</remarks>
internal sealed partial class ProcessorAvoidance
{
    // As many processors as the sets of the C library have.
    private const int WordCount = 1024 / 64;

    private readonly ulong[]? _allowed;
    private int _avoided = -1;

    /// <summary>Finds the processors that the current thread may run on.</summary>
    public ProcessorAvoidance()
    {
        var allowed = new ulong[WordCount];
        if (IsSupported && GetAffinity(thread: 0, WordCount * sizeof(ulong), allowed) == 0)
            _allowed = allowed;
    }

    private static bool IsSupported { get; } = OperatingSystem.IsLinux() && FindsLibrary();

    /// <summary>The processor that the current thread runs on, or −1 where that is unknown.</summary>
    public static int Current => IsSupported ? CurrentProcessor() : -1;

    /// <summary>Leaves a processor, and stays off it until another one is avoided.</summary>
    /// <param name="processor">The processor, or −1 for none.</param>
    public void Avoid(int processor)
    {
        if (processor == _avoided || _allowed is null || processor is < 0 or >= 64 * WordCount)
            return;
        _avoided = processor;
        Span<ulong> left = stackalloc ulong[WordCount];
        _allowed.CopyTo(left);
        left[processor / 64] &= ~(1UL << processor % 64);
        // Where there is no other one, and where the system refuses, the thread runs as before.
        if (left.ContainsAnyExcept(0UL))
            _ = SetAffinity(thread: 0, WordCount * sizeof(ulong), left);
    }

    private static bool FindsLibrary()
    {
        try
        {
            return CurrentProcessor() >= 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    private static partial int CurrentProcessor();

    // Returns 0 in the C library.
    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint length, Span<ulong> processors);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint length, ReadOnlySpan<ulong> processors);
}
