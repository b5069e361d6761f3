using System.Runtime.ExceptionServices;

namespace FusedOptim.Execution;

/// <summary>
/// The threads of a <see cref="WorkerTeam"/> and the forks and joins of its runs. Threads keep alive what they run in, so
/// they run in this and not in the team: a team that is forgotten is collected, and ends them.
/// </summary>
internal sealed partial class WorkerThreads
{
    private static readonly TimeSpan SpinDuration = TimeSpan.FromMicroseconds(50);

    private readonly int _threadCount;
    private readonly bool _haveProcessors;
    private readonly PieceDeal _deal;
    private readonly SharedWork _shares;
    private readonly Waking _waking;
    private readonly Generation _fork;
    private readonly Generation _join;
    private BlockWork? _work;
    private long _blockCount;
    private int _pieceCount;
    private int _wakeEnd;
    private int _callerProcessor = -1;
    private PaddedInteger _remaining;
    private int _isRunning;
    private Failure? _failure;

    /// <summary>Threads, which the first run starts.</summary>
    /// <param name="threadCount">Their number, the calling one counted.</param>
    public WorkerThreads(int threadCount)
    {
        _threadCount = threadCount;
        _workers = new Thread[threadCount - 1];
        _deal = new PieceDeal(threadCount);
        _shares = new SharedWork(threadCount);
        // Where threads must take turns on a processor, a spinning one keeps the awaited one from running.
        _haveProcessors = threadCount <= Environment.ProcessorCount;
        var spinDuration = _haveProcessors ? SpinDuration : TimeSpan.Zero;
        _waking = new Waking(spinDuration);
        _fork = new Generation(spinDuration, waiterCount: threadCount - 1);
        _join = new Generation(spinDuration, waiterCount: 1);
    }

    /// <summary>Runs all shares of a work and returns when all have ended; as one share, if a run is on.</summary>
    /// <returns>Whether the calling thread was interrupted while it waited.</returns>
    public bool Run(IParallelWork work)
    {
        if (!TryEnter())
        {
            work.Run(0, 1);
            return false;
        }

        try
        {
            _shares.Work = work;
            // Nothing is known of the time that it takes: workers are always woken.
            return RunPieces(_shares, _threadCount, _threadCount, decides: false);
        }
        finally
        {
            _shares.Work = null;
            Leave();
        }
    }

    /// <summary>Runs a work over all blocks and returns when all are done; on the calling thread, if a run is on.</summary>
    /// <param name="work">The work.</param>
    /// <param name="blockCount">The number of blocks.</param>
    /// <param name="pieceCount">The number of pieces to cut the blocks into: not more than there are blocks.</param>
    /// <returns>Whether the calling thread was interrupted while it waited.</returns>
    public bool Run(BlockWork work, long blockCount, int pieceCount)
    {
        if (pieceCount == 1 || !TryEnter())
        {
            work.Run(0, blockCount, worker: 0);
            return false;
        }

        try
        {
            return RunPieces(work, blockCount, pieceCount, decides: true);
        }
        finally
        {
            Leave();
        }
    }

    private bool TryEnter() => _threadCount > 1 && Interlocked.CompareExchange(ref _isRunning, 1, 0) == 0;

    private void Leave()
    {
        _work = null;
        _failure = null;
        // With a full fence before the next read: this thread or the one that stops the workers sees the other.
        Interlocked.Exchange(ref _isRunning, 0);
        if (_isStopped)
            EndWorkers(waits: true);
    }

    private bool RunPieces(BlockWork work, long blockCount, int pieceCount, bool decides)
    {
        StartWorkers();
        // While all workers are awake, there is nothing to decide, and no clock to read. To wake one that spins costs nothing.
        decides &= _fork.HasParked;
        var wakes = !decides || _waking.Begin(work.History);
        if (_haveProcessors && wakes && _fork.HasParked)
            Volatile.Write(ref _callerProcessor, ProcessorAvoidance.Current);
        if (decides && !wakes && _fork.AreAllParked)
        {
            // Nobody comes: as without a team.
            work.Run(0, blockCount, worker: 0);
            _waking.End(work.History, blockCount);
            return false;
        }

        var joined = _join.Value;
        var run = Fork(work, blockCount, pieceCount, wakes, out var first, out var end);
        Run(first, end, worker: 0);
        // What workers have not begun, because they sleep or have no processor, is done here rather than waited for.
        EndPieces(end - first + RunPieces(worker: 0, run));
        var wasInterrupted = _join.WaitWhile(joined, waiter: 0);
        if (decides)
            _waking.End(work.History, blockCount);
        if (_failure is not { } failure)
            return wasInterrupted;
        if (wasInterrupted)
            Thread.CurrentThread.Interrupt();
        ExceptionDispatchInfo.Throw(failure.Exception);
        return wasInterrupted;
    }

    private int Fork(BlockWork work, long blockCount, int pieceCount, bool wakes, out int first, out int end)
    {
        var run = _fork.Value + 1;
        (_work, _blockCount, _pieceCount) = (work, blockCount, pieceCount);
        _remaining.Value = pieceCount;
        Volatile.Write(ref _wakeEnd, wakes ? Math.Min(_threadCount, pieceCount) : 0);
        _deal.Begin(run, pieceCount);
        // The first share belongs to the calling thread, however long it takes to wake the others.
        _deal.TryTake(0, run, out first, out end);
        _fork.Advance();
        WakeNext(0);
        return run;
    }

    // To wake a thread takes microseconds: the calling thread wakes one worker, and each wakes two others.
    private void WakeNext(int worker)
    {
        var end = Volatile.Read(ref _wakeEnd);
        for (var next = Math.Max(1, 2 * worker); next <= 2 * worker + 1 && next < end; next++)
            _fork.Wake(next - 1);
    }

    // Returns the number of pieces.
    private int RunPieces(int worker, int run)
    {
        var count = 0;
        while (_deal.TryTake(worker, run, out var first, out var end))
        {
            Run(first, end, worker);
            count += end - first;
        }

        return count;
    }

    // Whoever has taken pieces may read what the run is: it lasts until they are done.
    private void Run(int first, int end, int worker)
    {
        var firstBlock = WorkerTeam.Share(_blockCount, first, _pieceCount).Start;
        var endBlock = WorkerTeam.Share(_blockCount, end - 1, _pieceCount).End;
        try
        {
            _work!.Run(firstBlock, endBlock, worker);
        }
        catch (Exception exception)
        {
            Keep(new Failure(exception, first));
        }
    }

    // Without a lock, which a thread that is interrupted while it waits would never get.
    private void Keep(Failure failure)
    {
        var seen = Volatile.Read(ref _failure);
        while (seen is null || failure.Piece < seen.Piece)
        {
            var found = Interlocked.CompareExchange(ref _failure, failure, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }

    private void EndPieces(int count)
    {
        if (Interlocked.Add(ref _remaining.Value, -count) != 0)
            return;
        _join.Advance();
        _join.Wake(0);
    }

    private void Work(int worker)
    {
        var avoidance = new ProcessorAvoidance();
        ObserveFloatingPointMode();
        EndPieces(1);
        for (var run = 0; ;)
        {
            // Who interrupts a worker, from a share, has nobody to be told.
            _ = _fork.WaitWhile(run, worker - 1);
            run = _fork.Value;
            if (_isEnded)
                return;
            WakeNext(worker);
            avoidance.Avoid(Volatile.Read(ref _callerProcessor));
            var count = RunPieces(worker, run);
            if (count == 0)
                continue;
            ObserveFloatingPointMode();
            EndPieces(count);
        }
    }

    private sealed class Failure(Exception exception, int piece)
    {
        public Exception Exception => exception;

        public int Piece => piece;
    }
}
