using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>
/// A work whose shares run on all threads of a team that has nothing else to do: each waits until all have begun, because
/// the calling thread takes what workers have not begun. A work of the product must never do that.
/// </summary>
internal sealed class EachThread(Action<int> action) : IParallelWork
{
    private int _begun;

    public void Run(int worker, int workerCount)
    {
        var place = Interlocked.Increment(ref _begun) - 1;
        var last = (place / workerCount + 1) * workerCount;
        var wait = new SpinWait();
        while (Volatile.Read(ref _begun) < last)
            wait.SpinOnce();
        action(worker);
    }
}
