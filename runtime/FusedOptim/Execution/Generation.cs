using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Execution;

/// <summary>
/// A number that one thread advances and others wait for: spinning at first, parked then. Spinning threads see it; parked ones sleep until
/// they are woken, one by one.
/// </summary>
/// <remarks>
/// No wait ends early: the memory that threads share work on belongs to them until they have ended. A thread that is interrupted
/// (<see cref="Thread.Interrupt"/>) waits on, and is told afterwards.
/// </remarks>
internal sealed class Generation
{
    // On a busy machine the awaited thread may be waiting for the very processor that this one spins on.
    private static readonly long YieldAfterTicks = TicksOf(TimeSpan.FromMicroseconds(5));

    private readonly long _spinTicks;
    // Of each waiting thread: whether it is parked, and what it sleeps on. Whoever sets the former back signals the latter.
    private readonly PaddedInteger[] _isParked;
    private readonly AutoResetEvent[] _signals;
    private PaddedInteger _value;
    private PaddedInteger _parkedCount;

    /// <summary>The number 0.</summary>
    /// <param name="spinDuration">How long to spin before parking; zero parks at once.</param>
    /// <param name="waiterCount">The number of threads that wait.</param>
    public Generation(TimeSpan spinDuration, int waiterCount)
    {
        _spinTicks = TicksOf(spinDuration);
        _isParked = new PaddedInteger[waiterCount];
        _signals = new AutoResetEvent[waiterCount];
        for (var waiter = 0; waiter < waiterCount; waiter++)
            _signals[waiter] = new AutoResetEvent(false);
    }

    /// <summary>The current number.</summary>
    public int Value => Volatile.Read(ref _value.Value);

    /// <summary>Whether a thread is parked.</summary>
    public bool HasParked => Volatile.Read(ref _parkedCount.Value) != 0;

    /// <summary>Whether all threads are parked.</summary>
    public bool AreAllParked => Volatile.Read(ref _parkedCount.Value) == _signals.Length;

    /// <summary>
    /// Advances by one. Threads that spin see it, and what was written before; those that are parked sleep on until <see cref="Wake"/>.
    /// </summary>
    public void Advance() => Interlocked.Increment(ref _value.Value);

    /// <summary>Wakes a thread, if it is parked, to look at the number.</summary>
    /// <param name="waiter">The thread.</param>
    public void Wake(int waiter)
    {
        // A full fence lies between this read and the increment above, as between the two of a thread that parks: one of
        // the two threads sees the other.
        ref var isParked = ref _isParked[waiter].Value;
        if (Volatile.Read(ref isParked) == 0 || Interlocked.Exchange(ref isParked, 0) == 0)
            return;
        Interlocked.Decrement(ref _parkedCount.Value);
        _signals[waiter].Set();
    }

    /// <summary>Waits until the number is another than the one seen.</summary>
    /// <param name="seen">The number seen last.</param>
    /// <param name="waiter">The thread that waits, from 0.</param>
    /// <returns>Whether the thread was interrupted meanwhile; the interruption is no longer pending.</returns>
    public bool WaitWhile(int seen, int waiter) => !Spin(seen) && Park(seen, waiter);

    private bool Spin(int seen)
    {
        if (_spinTicks == 0)
            return Value != seen;
        // Reading the clock takes longer than a look at the number.
        const int looksPerClockReading = 32;
        var start = Stopwatch.GetTimestamp();
        long elapsed;
        do
        {
            for (var look = 0; look < looksPerClockReading; look++)
            {
                if (Value != seen)
                    return true;
                Pause();
            }

            elapsed = Stopwatch.GetTimestamp() - start;
            if (elapsed > YieldAfterTicks)
                Thread.Yield();
        }
        while (elapsed < _spinTicks);

        return false;
    }

    private bool Park(int seen, int waiter)
    {
        var wasInterrupted = false;
        ref var isParked = ref _isParked[waiter].Value;
        // Again where somebody was late to wake the thread for a number that it has seen.
        while (Value == seen)
        {
            Interlocked.Increment(ref _parkedCount.Value);
            Interlocked.Exchange(ref isParked, 1);
            if (Value != seen && Interlocked.Exchange(ref isParked, 0) != 0)
            {
                Interlocked.Decrement(ref _parkedCount.Value);
                break;
            }

            wasInterrupted |= Sleep(_signals[waiter]);
        }

        return wasInterrupted;
    }

    // Until the signal, which comes exactly once.
    private static bool Sleep(AutoResetEvent signal)
    {
        var wasInterrupted = false;
        while (true)
        {
            try
            {
                signal.WaitOne();
                return wasInterrupted;
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }
    }

    private static long TicksOf(TimeSpan duration) => (long)(duration.TotalSeconds * Stopwatch.Frequency);

    private static void Pause()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
        else
            Thread.SpinWait(1);
    }
}
