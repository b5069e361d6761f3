using System.Runtime.ExceptionServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Execution;

/// <summary>
/// The threads of a <see cref="WorkerTeam"/> and the forks and joins of its runs. Threads keep alive what they run in, so
/// they run in this and not in the team: a team that is forgotten is collected, and ends them.
/// </summary>
internal sealed class WorkerThreads
{
    private static readonly TimeSpan SpinDuration = TimeSpan.FromMicroseconds(50);

    private readonly int _threadCount;
    private readonly Thread[] _workers;
    private readonly PaddedInteger[] _claims;
    private readonly Generation _fork;
    private readonly Generation _join;
    private IParallelWork? _work;
    private int _startedCount;
    private PaddedInteger _remaining;
    private int _isRunning;
    private volatile bool _isStopped;
    private ShareFailure? _failure;
    private volatile InvalidOperationException? _floatingPointFailure;

    /// <summary>Threads, which the first run starts.</summary>
    /// <param name="threadCount">Their number, the calling one counted.</param>
    public WorkerThreads(int threadCount)
    {
        _threadCount = threadCount;
        _workers = new Thread[threadCount - 1];
        _claims = new PaddedInteger[threadCount];
        // Where threads must take turns on a processor, a spinning one keeps the awaited one from running.
        var spinDuration = threadCount <= Environment.ProcessorCount ? SpinDuration : TimeSpan.Zero;
        _fork = new Generation(spinDuration);
        _join = new Generation(spinDuration);
    }

    /// <summary>Runs all shares of a work and returns when all have ended; as one share, if a run is on.</summary>
    /// <returns>Whether the calling thread was interrupted while it waited.</returns>
    public bool Run(IParallelWork work)
    {
        if (_threadCount == 1 || Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
        {
            work.Run(0, 1);
            return false;
        }

        try
        {
            StartWorkers();
            var joined = _join.Value;
            Fork(work);
            // The shares of workers that are still parked, or without a processor, are done here rather than waited for.
            var generation = _fork.Value;
            for (var worker = 0; worker < _threadCount; worker++)
            {
                if (!TryClaim(worker, generation))
                    continue;
                RunShare(work, worker);
                EndShare();
            }

            var wasInterrupted = _join.WaitWhile(joined);
            if (_failure is { } failure)
            {
                if (wasInterrupted)
                    Thread.CurrentThread.Interrupt();
                ExceptionDispatchInfo.Throw(failure.Exception);
            }

            return wasInterrupted;
        }
        finally
        {
            _work = null;
            _failure = null;
            // With a full fence before the next read: this thread or the one that stops the workers sees the other.
            Interlocked.Exchange(ref _isRunning, 0);
            if (_isStopped)
                EndWorkers(waits: true);
        }
    }

    /// <summary>Throws unless every thread that a run would use computes as IEEE 754 has it by default.</summary>
    public void CheckFloatingPointEnvironment()
    {
        ObjectDisposedException.ThrowIf(_isStopped, typeof(WorkerTeam));
        FloatingPointEnvironment.Check();
        // Workers look after every share. Between shares they run no foreign code, so that what they saw still holds.
        if (_floatingPointFailure is { } failure)
            throw new InvalidOperationException($"A worker of the team cannot compute. {failure.Message}", failure);
    }

    /// <summary>Ends the workers, or lets the current run do so when it is over.</summary>
    /// <param name="waits">Whether to return only when they have ended.</param>
    public void Stop(bool waits)
    {
        _isStopped = true;
        EndWorkers(waits);
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
                Name = Invariant($"FusedOptim worker {worker}"),
            };
            _remaining.Value = 1;
            _workers[_startedCount].Start();
            // The run waits once more, and tells its caller.
            if (_join.WaitWhile(joined))
                Thread.CurrentThread.Interrupt();
        }

        CheckFloatingPointEnvironment();
    }

    private void EndWorkers(bool waits)
    {
        // Never given back. Who runs now comes here when it is over.
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
            return;
        Fork(work: null);
        for (var i = 0; i < _startedCount && waits; i++)
            Join(_workers[i]);
    }

    private static void Join(Thread worker)
    {
        try
        {
            worker.Join();
        }
        catch (ThreadInterruptedException)
        {
            Join(worker);
            Thread.CurrentThread.Interrupt();
        }
    }

    private void Fork(IParallelWork? work)
    {
        _work = work;
        _remaining.Value = _threadCount;
        _fork.Advance();
    }

    // Each generation has each share claimed once; until then the claim is of the generation before, and the run lasts.
    private bool TryClaim(int worker, int generation) =>
        Interlocked.CompareExchange(ref _claims[worker].Value, generation, generation - 1) == generation - 1;

    private void RunShare(IParallelWork work, int worker)
    {
        try
        {
            work.Run(worker, _threadCount);
        }
        catch (Exception exception)
        {
            Keep(new ShareFailure(exception, worker));
        }
    }

    // Without a lock, which a thread that is interrupted while it waits would never get.
    private void Keep(ShareFailure failure)
    {
        var seen = Volatile.Read(ref _failure);
        while (seen is null || failure.Worker < seen.Worker)
        {
            var found = Interlocked.CompareExchange(ref _failure, failure, seen);
            if (found == seen)
                return;
            seen = found;
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
            // Who interrupts a worker, from a share, has nobody to be told.
            _ = _fork.WaitWhile(generation);
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
            FloatingPointEnvironment.Check();
        }
        catch (InvalidOperationException exception)
        {
            _floatingPointFailure = exception;
        }
    }

    private sealed class ShareFailure(Exception exception, int worker)
    {
        public Exception Exception => exception;

        public int Worker => worker;
    }
}
