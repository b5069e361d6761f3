using FusedOptim.CompilerServices;

namespace FusedOptim.Execution;

/// <content>How the threads start and end, and the mode that they compute in.</content>
internal sealed partial class WorkerThreads
{
    private readonly Thread[] _workers;
    private int _startedCount;
    private volatile bool _isStopped;
    private volatile bool _isEnded;
    private volatile InvalidOperationException? _floatingPointFailure;

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
            if (_join.WaitWhile(joined, waiter: 0))
                Thread.CurrentThread.Interrupt();
        }

        CheckFloatingPointEnvironment();
    }

    private void EndWorkers(bool waits)
    {
        // Never given back. Who runs now comes here when it is over.
        if (Interlocked.CompareExchange(ref _isRunning, 1, 0) != 0)
            return;
        _isEnded = true;
        _fork.Advance();
        for (var i = 0; i < _startedCount; i++)
            _fork.Wake(i);
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
}
