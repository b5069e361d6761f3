using System.Globalization;
using FusedOptim.CompilerServices;

namespace FusedOptim.Execution;

/// <summary>
/// Threads that stay: a run is shared by the calling thread and workers that spin for some tens of microseconds after their
/// last share, then park. To start them and to wait for them takes less than a microsecond while they spin. What no worker
/// has begun when the calling thread is done with its own share, that thread does too: a run never waits for a worker
/// to wake up.
/// </summary>
/// <remarks>
/// Work that meets a busy team (from another thread, or from within a share) runs as one share on the thread that asked, so
/// a team can be used from anywhere. The workers are background threads, started by the first run that needs them.
/// </remarks>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>The environment variable that sets the number of threads of <see cref="Default"/>.</summary>
    public const string EnvironmentVariable = "FUSEDOPTIM_NUM_THREADS";

    /// <summary>The greatest number of threads of a team.</summary>
    public const int MaximumThreadCount = 1024;

    // Below, a second thread costs more than it saves: measured, AdamW breaks even at 2,000 elements, momentum at
    // 4,000.
    private const int LeastSharedCount = 4096;

    // A microsecond of the lightest work. The last take of a thread is one piece.
    private const int PieceLength = 2048;

    private static readonly Lazy<WorkerTeam> DefaultTeam = new(() => new WorkerTeam(
        ParseThreadCount(Environment.GetEnvironmentVariable(EnvironmentVariable)), isDefault: true));

    private readonly bool _isDefault;
    private readonly WorkerThreads _threads;

    /// <summary>A team of its own.</summary>
    /// <param name="threads">The number of threads, the calling one counted: 1 to <see cref="MaximumThreadCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public WorkerTeam(int threads)
        : this(threads, isDefault: false)
    {
    }

    private WorkerTeam(int threads, bool isDefault)
    {
        if (threads is < 1 or > MaximumThreadCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(threads), threads, Invariant($"threads is {threads}; it must be from 1 to {MaximumThreadCount}."));
        }

        ThreadCount = threads;
        _isDefault = isDefault;
        _threads = new WorkerThreads(threads);
    }

    /// <summary>Ends the workers of a team that is not disposed and no longer reachable.</summary>
    // There are none where the constructor has thrown, and an exception here would end the process.
    ~WorkerTeam() => _threads?.Stop(waits: false);

    /// <summary>
    /// The team of whoever names no other: as many threads as <c>FUSEDOPTIM_NUM_THREADS</c> says, or as there are
    /// processors. It lives as long as the process; disposing it does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable is not a whole number from 1 to
    /// <see cref="MaximumThreadCount"/>.</exception>
    public static WorkerTeam Default => DefaultTeam.Value;

    /// <summary>A team of the calling thread alone, which any number of threads can use at once.</summary>
    internal static WorkerTeam OfOne => OneThread.Team;

    /// <summary>The number of threads, the calling one counted.</summary>
    public int ThreadCount { get; }

    /// <summary>One worker's part of a number of things: parts differ by at most one, in order, and cover all.</summary>
    /// <param name="count">How many things there are.</param>
    /// <param name="worker">The worker, from 0.</param>
    /// <param name="workerCount">The number of workers.</param>
    /// <returns>The first thing of the part, and the one after its last.</returns>
    public static (long Start, long End) Share(long count, int worker, int workerCount)
    {
        var (size, rest) = Math.DivRem(count, workerCount);
        var start = size * worker + Math.Min(worker, rest);
        return (start, start + size + (worker < rest ? 1 : 0));
    }

    /// <summary>
    /// Runs all shares of a work and returns when all have ended. If shares throw, the exception of the one with the lowest
    /// number is thrown here then.
    /// </summary>
    /// <param name="work">The work; a reference, kept only while it runs.</param>
    /// <exception cref="InvalidOperationException">A thread of the team flushes denormal numbers to zero or does not round to
    /// nearest (<see cref="FloatingPointEnvironment"/>); thrown before any share starts. A worker in that mode stays so: the team
    /// cannot be used any more.</exception>
    /// <exception cref="ObjectDisposedException">The team is disposed.</exception>
    /// <exception cref="ThreadInterruptedException">The calling thread was interrupted while it waited for the workers.
    /// Thrown after all shares have ended: the work is done.</exception>
    public void Run(IParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (RunShares(work))
        {
            throw new ThreadInterruptedException(
                "The thread was interrupted while it waited for the workers of a team. All shares of the work have ended.");
        }
    }

    /// <summary>
    /// Runs a work over blocks of elements: on the calling thread alone where a team costs more than it saves. An interruption
    /// is left to the next wait of the thread, so that what takes several runs, such as a step, is done as a whole.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="blockCount">The number of blocks.</param>
    /// <param name="elementCount">The number of elements of all blocks.</param>
    /// <exception cref="InvalidOperationException">As of <see cref="Run(IParallelWork)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The team is disposed.</exception>
    internal void Run(BlockWork work, long blockCount, long elementCount)
    {
        CheckFloatingPointEnvironment();
        if (elementCount < LeastSharedCount)
        {
            work.Run(0, blockCount, worker: 0);
            return;
        }

        var pieceCount = Math.Min(elementCount / PieceLength, PieceDeal.MaximumPieceCount);
        var wasInterrupted = _threads.Run(work, blockCount, (int)Math.Min(pieceCount, blockCount));
        GC.KeepAlive(this);
        if (wasInterrupted)
            Thread.CurrentThread.Interrupt();
    }

    /// <summary>Ends the workers, or lets the current run do so when it is over. The default team stays.</summary>
    /// <remarks>The workers of a team that is never disposed end when the team is garbage collected.</remarks>
    public void Dispose()
    {
        if (_isDefault)
            return;
        GC.SuppressFinalize(this);
        _threads.Stop(waits: true);
    }

    /// <summary>Throws unless every thread that a run would use computes as IEEE 754 has it by default.</summary>
    internal void CheckFloatingPointEnvironment() => _threads.CheckFloatingPointEnvironment();

    internal static int ParseThreadCount(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return Math.Min(Environment.ProcessorCount, MaximumThreadCount);
        if (int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaximumThreadCount)
        {
            return count;
        }

        throw new InvalidOperationException(
            $"{EnvironmentVariable} is '{value}'; it must be a whole number from 1 to {MaximumThreadCount}.");
    }

    private bool RunShares(IParallelWork work)
    {
        _threads.CheckFloatingPointEnvironment();
        var wasInterrupted = _threads.Run(work);
        GC.KeepAlive(this);
        return wasInterrupted;
    }

    // Made by the first use, which most programs do not have.
    private static class OneThread
    {
        public static readonly WorkerTeam Team = new(1);
    }
}
