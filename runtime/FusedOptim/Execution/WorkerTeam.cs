using System.Globalization;
using System.Runtime.ExceptionServices;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Threads that stay: a run is shared by the calling thread and workers that spin for some tens of microseconds after their
/// last share, then park. To start them and to wait for them takes less than a microsecond while they spin. What a worker
/// has not begun when the calling thread is done with its own share, that thread does too: a run never waits for a worker
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

    private static readonly TimeSpan SpinDuration = TimeSpan.FromMicroseconds(50);

    private static readonly Lazy<WorkerTeam> DefaultTeam = new(() => new WorkerTeam(
        ParseThreadCount(Environment.GetEnvironmentVariable(EnvironmentVariable)), isDefault: true));

    private readonly bool _isDefault;
    private readonly Thread[] _workers;
    private readonly PaddedInteger[] _claims;
    private readonly Generation _fork;
    private readonly Generation _join;
    private readonly Lock _failureLock = new();
    private IParallelWork? _work;
    private int _startedCount;
    private PaddedInteger _remaining;
    private int _isRunning;
    private volatile bool _isDisposed;
    private Exception? _failure;
    private int _failedWorker;
    private volatile InvalidOperationException? _floatingPointFailure;

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
                nameof(threads), threads, $"threads is {threads}; it must be from 1 to {MaximumThreadCount}.");
        }

        ThreadCount = threads;
        _isDefault = isDefault;
        _workers = new Thread[threads - 1];
        _claims = new PaddedInteger[threads];
        // Where threads must take turns on a processor, a spinning one keeps the awaited one from running.
        var spinDuration = threads <= Environment.ProcessorCount ? SpinDuration : TimeSpan.Zero;
        _fork = new Generation(spinDuration);
        _join = new Generation(spinDuration);
    }

    /// <summary>
    /// The team of whoever names no other: as many threads as <c>FUSEDOPTIM_NUM_THREADS</c> says, or as there are
    /// processors. It lives as long as the process; disposing it does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">The variable is not a whole number from 1 to
    /// <see cref="MaximumThreadCount"/>.</exception>
    public static WorkerTeam Default => DefaultTeam.Value;

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
    /// <exception cref="InvalidOperationException">A thread of the team flushes denormal numbers to zero
    /// (<see cref="FloatingPointMode"/>); thrown before any share starts. A worker in that mode stays so: the team cannot be
    /// used any more.</exception>
    /// <exception cref="ObjectDisposedException">The team is disposed.</exception>
    public void Run(IParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        CheckFloatingPointMode();
        if (ThreadCount == 1 || Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
        {
            work.Run(0, 1);
            return;
        }

        try
        {
            StartWorkers();
            var joined = _join.Value;
            Fork(work);
            // The shares of workers that are still parked, or without a processor, are done here rather than waited for.
            var generation = _fork.Value;
            for (var worker = 0; worker < ThreadCount; worker++)
            {
                if (!TryClaim(worker, generation))
                    continue;
                RunShare(work, worker);
                EndShare();
            }

            _join.WaitWhile(joined);
            if (_failure is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            _work = null;
            _failure = null;
            // With a full fence before the next read: this thread or the one that disposes sees the other.
            Interlocked.Exchange(ref _isRunning, 0);
            if (_isDisposed)
                StopWorkers();
        }
    }

    /// <summary>Runs a work over elements: as one share on the calling thread where a team costs more than it saves.</summary>
    /// <param name="work">The work.</param>
    /// <param name="elementCount">The number of elements that its shares have between them.</param>
    /// <inheritdoc cref="Run(IParallelWork)"/>
    internal void Run(IParallelWork work, long elementCount)
    {
        if (elementCount >= LeastSharedCount)
        {
            Run(work);
            return;
        }

        CheckFloatingPointMode();
        work.Run(0, 1);
    }

    /// <summary>Ends the workers, or lets the run of now do so when it is over. The default team stays.</summary>
    public void Dispose()
    {
        if (_isDefault)
            return;
        _isDisposed = true;
        StopWorkers();
    }

    /// <summary>Throws unless every thread that a run would use computes as IEEE 754 has it.</summary>
    internal void CheckFloatingPointMode()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        FloatingPointMode.Check();
        // Workers look after every share. Between shares they run no foreign code, so that what they saw still holds.
        if (_floatingPointFailure is { } failure)
            throw new InvalidOperationException($"A worker of the team cannot compute. {failure.Message}", failure);
    }

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

    private void StartWorkers()
    {
        // One after the other: a thread that the system refuses leaves a team that can try again.
        for (; _startedCount < _workers.Length; _startedCount++)
        {
            var worker = _startedCount + 1;
            var joined = _join.Value;
            _workers[_startedCount] = new Thread(() => Work(worker))
            {
                IsBackground = true,
                Name = $"FusedOptim worker {worker}",
            };
            _remaining.Value = 1;
            _workers[_startedCount].Start();
            _join.WaitWhile(joined);
        }

        CheckFloatingPointMode();
    }

    private void StopWorkers()
    {
        // Never given back: the team is disposed. Who runs now comes here when it is over.
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
            return;
        Fork(work: null);
        for (var i = 0; i < _startedCount; i++)
            _workers[i].Join();
    }

    private void Fork(IParallelWork? work)
    {
        _work = work;
        _remaining.Value = ThreadCount;
        _fork.Advance();
    }

    // Each generation has each share claimed once; until then the claim is of the generation before, and the run lasts.
    private bool TryClaim(int worker, int generation) =>
        Interlocked.CompareExchange(ref _claims[worker].Value, generation, generation - 1) == generation - 1;

    private void RunShare(IParallelWork work, int worker)
    {
        try
        {
            work.Run(worker, ThreadCount);
        }
        catch (Exception exception)
        {
            lock (_failureLock)
            {
                if (_failure is null || worker < _failedWorker)
                    (_failure, _failedWorker) = (exception, worker);
            }
        }
    }

    private void EndShare()
    {
        if (Interlocked.Decrement(ref _remaining.Value) == 0)
            _join.Advance();
    }

    private void Work(int worker)
    {
        ObserveFloatingPointMode();
        EndShare();
        for (var generation = 0; ;)
        {
            _fork.WaitWhile(generation);
            generation = _fork.Value;
            if (!TryClaim(worker, generation))
                continue;
            if (_work is not { } work)
                return;
            RunShare(work, worker);
            ObserveFloatingPointMode();
            EndShare();
        }
    }

    private void ObserveFloatingPointMode()
    {
        try
        {
            FloatingPointMode.Check();
        }
        catch (InvalidOperationException exception)
        {
            _floatingPointFailure = exception;
        }
    }
}
