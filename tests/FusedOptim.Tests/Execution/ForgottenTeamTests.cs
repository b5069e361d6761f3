using System.Runtime.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>A team that nobody disposes.</summary>
[Trait("Kind", "Threads")]
public class ForgottenTeamTests
{
    [Fact]
    public void TheWorkersOfATeamThatIsForgottenEnd()
    {
        var workers = RunAndForget();
        Assert.Equal(2, workers.Length);

        Eventually.Holds(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return workers.All(worker => !worker.IsAlive);
        });
    }

    [Fact]
    public void ATeamIsNotForgottenWhileItRuns()
    {
        for (var run = 0; run < 50; run++)
        {
            var count = 0;
            RunWithCollections(() => Interlocked.Increment(ref count));
            Assert.Equal(3, count);
        }
    }

    [Fact]
    public void ATeamThatCouldNotBeMadeEndsNoProcess()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Thread[] RunAndForget()
    {
        var threads = new Thread[3];
        new WorkerTeam(3).Run(new EachThread(worker => threads[worker] = Thread.CurrentThread));
        return threads[1..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunWithCollections(Action share) => new WorkerTeam(3).Run(new EachThread(_ =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        share();
    }));
}
