using FusedOptim.Execution;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests;

/// <content>What each thread of a team allocates.</content>
internal static partial class AllocatedBytes
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

        var least = Enumerable.Repeat(long.MaxValue, team.ThreadCount).ToArray();
        for (var attempt = 0; attempt < Attempts && least.Any(bytes => bytes > 0); attempt++)
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
