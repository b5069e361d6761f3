using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>A team that has nothing to do leaves the processors to others.</summary>
public class IdleTeamTests
{
    [LinuxFact]
    public void WorkersSleepAfterTheLastRun()
    {
        var others = Workers().ToHashSet();
        using var team = new WorkerTeam(3);
        team.Run(new EachThread(_ => { }));
        var workers = Workers().Where(worker => !others.Contains(worker)).ToArray();
        // Other tests may start teams at the same moment; there are at least the two of this one.
        Assert.InRange(workers.Length, 2, int.MaxValue);
        // A worker that polls has run between the two looks, however often they are taken.
        Eventually.Holds(() =>
        {
            var before = workers.ToDictionary(worker => worker, RunTime);
            Thread.Sleep(50);
            return workers.Count(worker => RunTime(worker) == before[worker]) >= 2;
        });
    }

    private static IEnumerable<string> Workers() => Directory.GetDirectories("/proc/self/task").Where(task =>
        TryRead(task, "comm").StartsWith("FusedOptim", StringComparison.Ordinal));

    // What the thread has run, in nanoseconds. A thread that is gone runs no more.
    private static string RunTime(string task) => TryRead(task, "schedstat").Split(' ')[0];

    private static string TryRead(string task, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, file));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
