using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Execution;

/// <summary>A number that one thread advances and others wait for: spinning at first, parked then.</summary>
/// <remarks>
/// No wait ends early: the memory that shares work on belongs to them until they have ended. A thread that is interrupted
/// (<see cref="Thread.Interrupt"/>) waits on, and is told afterwards.
/// </remarks>
/// <param name="spinDuration">How long to spin before parking; zero parks at once.</param>
internal sealed class Generation(TimeSpan spinDuration)
{
    // On a busy machine the awaited thread may be waiting for the very processor that this one spins on.
    private static readonly long YieldAfterTicks = TicksOf(TimeSpan.FromMicroseconds(5));

    private readonly long _spinTicks = TicksOf(spinDuration);
    private readonly object _parking = new();
    private PaddedInteger _value;
    private int _parkedCount;

    /// <summary>The current number.</summary>
    public int Value => Volatile.Read(ref _value.Value);

    /// <summary>Advances by one and wakes who is parked. What was written before is seen by those who waited.</summary>
    public void Advance()
    {
        Interlocked.Increment(ref _value.Value);
        // A full fence lies between this read and the increment above, as between the two of a thread that parks: one of
        // the two threads sees the other.
        if (Volatile.Read(ref _parkedCount) != 0)
            WakeAll();
    }

    /// <summary>Waits until the number is another than the one seen.</summary>
    /// <param name="seen">The number seen last.</param>
    /// <returns>Whether the thread was interrupted meanwhile; the interruption is no longer pending.</returns>
    public bool WaitWhile(int seen) => !Spin(seen) && Park(seen);

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

    private void WakeAll()
    {
        var wasInterrupted = EnterParking();
        Monitor.PulseAll(_parking);
        Monitor.Exit(_parking);
        // Here it would leave a run half started: the next wait of the thread takes it.
        if (wasInterrupted)
            Thread.CurrentThread.Interrupt();
    }

    private bool Park(int seen)
    {
        var wasInterrupted = EnterParking();
        Interlocked.Increment(ref _parkedCount);
        while (Value == seen)
        {
            try
            {
                Monitor.Wait(_parking);
            }
            catch (ThreadInterruptedException)
            {
                wasInterrupted = true;
            }
        }

        Interlocked.Decrement(ref _parkedCount);
        Monitor.Exit(_parking);
        return wasInterrupted;
    }

    // A thread that waits for a lock can be interrupted too.
    private bool EnterParking()
    {
        var wasInterrupted = false;
        while (true)
        {
            try
            {
                Monitor.Enter(_parking);
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
