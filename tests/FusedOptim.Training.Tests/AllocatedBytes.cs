namespace FusedOptim.Training.Tests;

/// <summary>
/// The bytes that the calling thread allocates. A collection that another test causes in the meantime counts what is left of
/// the thread's piece of the heap as well: the least of some attempts is what the code itself allocates.
/// </summary>
internal static class AllocatedBytes
{
    private const int Attempts = 5;

    public static long Of(Action code) => Enumerable.Range(0, Attempts).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        code();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
