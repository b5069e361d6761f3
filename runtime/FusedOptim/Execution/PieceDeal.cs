namespace FusedOptim.Execution;

/// <summary>
/// Deals the pieces of a run to threads. Each thread has a part of the pieces, which it takes from the front, so that from run to run it
/// finds in its cache what it left there. A thread that has none left takes from the back of the parts of others. Every take is a quarter
/// of what a part has left: few takes where all threads are there from the start, and small ones at the end, so that nobody waits long
/// for the last.
/// </summary>
/// <remarks>
/// A part is one number, changed by compare-and-swap: the run that it belongs to, the first piece that is left, and the piece after the last.
/// A thread that comes when its run is over finds the number of another run, or an empty part, and changes nothing.
/// </remarks>
/// <param name="threadCount">The number of threads.</param>
internal sealed class PieceDeal(int threadCount)
{
    /// <summary>The greatest number of pieces of a run.</summary>
    public const int MaximumPieceCount = ushort.MaxValue;

    // A thread that loses its processor keeps the others waiting for what it took.
    private const int LongestTake = 64;

    private readonly PaddedLong[] _parts = new PaddedLong[threadCount];

    /// <summary>Deals the pieces of a run. No piece of the run before may be left.</summary>
    /// <param name="run">The number of the run, another one than that of the run before.</param>
    /// <param name="pieceCount">The number of pieces, up to <see cref="MaximumPieceCount"/>.</param>
    public void Begin(int run, int pieceCount)
    {
        // Parts that would be empty are left as they are: of an earlier run, and so as good as empty.
        var partCount = Math.Min(threadCount, pieceCount);
        for (var part = 0; part < partCount; part++)
        {
            var (first, end) = WorkerTeam.Share(pieceCount, part, partCount);
            Volatile.Write(ref _parts[part].Value, Pack(run, (int)first, (int)end));
        }
    }

    /// <summary>Takes adjacent pieces: of the thread's own part if there are any, otherwise of another one.</summary>
    /// <param name="thread">The thread, from 0.</param>
    /// <param name="run">The run that the thread takes part in.</param>
    /// <param name="first">The first piece.</param>
    /// <param name="end">The piece after the last.</param>
    /// <returns>Whether the thread has taken any, which nobody else does then.</returns>
    public bool TryTake(int thread, int run, out int first, out int end)
    {
        if (TryTakeOf(thread, run, fromFront: true, out first, out end))
            return true;
        for (var i = 1; i < threadCount; i++)
        {
            var part = thread + i < threadCount ? thread + i : thread + i - threadCount;
            if (TryTakeOf(part, run, fromFront: false, out first, out end))
                return true;
        }

        return false;
    }

    private bool TryTakeOf(int part, int run, bool fromFront, out int first, out int end)
    {
        ref var value = ref _parts[part].Value;
        var seen = Volatile.Read(ref value);
        while (true)
        {
            (first, end) = ((int)(seen >> 16) & ushort.MaxValue, (int)seen & ushort.MaxValue);
            if ((int)(seen >> 32) != run || first >= end)
                return false;
            var count = Math.Clamp((end - first) / 4, 1, LongestTake);
            var left = fromFront ? Pack(run, first + count, end) : Pack(run, first, end - count);
            var found = Interlocked.CompareExchange(ref value, left, seen);
            if (found == seen)
            {
                if (fromFront)
                    end = first + count;
                else
                    first = end - count;
                return true;
            }

            seen = found;
        }
    }

    private static long Pack(int run, int first, int end) => (long)run << 32 | (long)first << 16 | (long)end;
}
