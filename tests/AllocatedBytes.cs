namespace FusedOptim.Tests;

/// <summary>
/// The bytes that the calling thread allocates. A collection that another test causes in the meantime counts what is left of
/// the thread's piece of the heap as well, and empties the pools of arrays: one attempt within the bound shows that the code
/// itself keeps to it.
/// </summary>
internal static partial class AllocatedBytes
{
    private const int Attempts = 5;

    /// <summary>The bytes of the first attempt within a bound, or the least of some.</summary>
    public static long Of(Action code, long bound = 0)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > bound; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
