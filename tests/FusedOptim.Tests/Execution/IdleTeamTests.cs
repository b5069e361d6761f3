using System.Globalization;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>A team that has nothing to do leaves the processors to others.</summary>
public class IdleTeamTests
{
    [Fact]
    public void WorkersUseNoProcessorAMillisecondAfterTheLastRun()
    {
        // The kernel of Linux counts what each thread has run, in nanoseconds.
        if (!OperatingSystem.IsLinux())
            return;
        var others = Workers().ToHashSet();
        using var team = new WorkerTeam(3);
        team.Run(new EachThread(_ => { }));
        var workers = Workers().Where(worker => !others.Contains(worker)).ToArray();
        // Other tests may start teams at the same moment; there are at least the two of this one.
        Assert.InRange(workers.Length, 2, int.MaxValue);

        var idle = new List<string>();
        for (var attempt = 0; attempt < 5 && idle.Count < 2; attempt++)
        {
            team.Run(new EachThread(_ => { }));
            Thread.Sleep(1);
            var before = workers.ToDictionary(worker => worker, RunTime);
            Thread.Sleep(200);
            idle = [.. workers.Where(worker => RunTime(worker) - before[worker] <= TimeSpan.FromMilliseconds(2))];
        }

        Assert.InRange(idle.Count, 2, int.MaxValue);
    }

    private static IEnumerable<string> Workers() => Directory.GetDirectories("/proc/self/task").Where(task =>
        TryRead(task, "comm").StartsWith("FusedOptim", StringComparison.Ordinal));

    private static TimeSpan RunTime(string task)
    {
        var fields = TryRead(task, "schedstat").Split(' ');
        // A thread that is gone runs no more.
        return fields.Length < 2
            ? TimeSpan.Zero
            : TimeSpan.FromMicroseconds(long.Parse(fields[0], CultureInfo.InvariantCulture) / 1000);
    }

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
