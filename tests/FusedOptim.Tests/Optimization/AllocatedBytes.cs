using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization;

/// <summary>What steps allocate.</summary>
internal static class AllocatedBytes
{
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

        team.Run(first);
        for (var i = 0; i < steps; i++)
            step();
        team.Run(last);
        return [.. after.Zip(before, (a, b) => a - b)];
    }
}
