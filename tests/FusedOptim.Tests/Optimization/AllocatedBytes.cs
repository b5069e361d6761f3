using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization;

/// <summary>
/// What code allocates. A collection that another test causes in the meantime counts what is left of a thread's piece of the
/// heap as well: the least of some attempts is what the code itself allocates.
/// </summary>
internal static class AllocatedBytes
{
    private const int Attempts = 5;

    /// <summary>The bytes that the calling thread allocates.</summary>
    public static long Of(Action code) => Enumerable.Range(0, Attempts).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        code();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    /// <summary>The bytes that each thread of a team allocates.</summary>
    /// <param name="team">The team, which has nothing else to do.</param>
    /// <param name="steps">How often to step; a step before may allocate.</param>
    /// <param name="step">Steps.</param>
    public static long[] Of(WorkerTeam team, int steps, Action step)
    {
        var before = new long[team.ThreadCount];
        var after = new long[team.ThreadCount];
        var first = new EachThread(worker => before[worker] = GC.GetAllocatedBytesForCurrentThread());
        var last = new EachThread(worker => after[worker] = GC.GetAllocatedBytesForCurrentThread());
        step();
        team.Run(first);
        team.Run(last);

        var least = Enumerable.Repeat(long.MaxValue, team.ThreadCount).ToArray();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            team.Run(first);
            for (var i = 0; i < steps; i++)
                step();
            team.Run(last);
            for (var worker = 0; worker < least.Length; worker++)
                least[worker] = Math.Min(least[worker], after[worker] - before[worker]);
        }

        return least;
    }
}
