namespace FusedOptim.Execution;

/// <summary>
/// Work that the threads of a <see cref="WorkerTeam"/> share. An implementation is made once and run often: its fields say
/// what to do, so that a run allocates nothing.
/// </summary>
public interface IParallelWork
{
    /// <summary>
    /// Does one share. Any <paramref name="workerCount"/> must give the same result: a team that is busy runs the whole work
    /// as one share on the thread that asked. A share must not wait for another: they run at the same time where threads are
    /// free, otherwise one after the other.
    /// </summary>
    /// <param name="worker">The share: 0 (which the thread that called <see cref="WorkerTeam.Run(IParallelWork)"/> does) to
    /// <paramref name="workerCount"/> − 1.</param>
    /// <param name="workerCount">The number of shares.</param>
    void Run(int worker, int workerCount);
}
