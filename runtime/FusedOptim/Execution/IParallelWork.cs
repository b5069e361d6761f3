namespace FusedOptim;

/// <summary>
/// Work that the threads of a <see cref="WorkerTeam"/> share. An implementation is made once and run often: its fields say
/// what to do, so that a run allocates nothing.
/// </summary>
public interface IParallelWork
{
    /// <summary>
    /// Does one worker's share. Any <paramref name="workerCount"/> must give the same result: a team that is busy runs the
    /// whole work as one share on the thread that asked.
    /// </summary>
    /// <param name="worker">The worker: 0 (the thread that called <see cref="WorkerTeam.Run"/>) to
    /// <paramref name="workerCount"/> − 1. The shares run at the same time.</param>
    /// <param name="workerCount">The number of shares.</param>
    void Run(int worker, int workerCount);
}
