namespace FusedOptim.Tests.Execution;

/// <summary>A worker that a share interrupts; where the wait for the next run threw, the process ended.</summary>
[Trait("Kind", "Threads")]
public class InterruptedWorkerTests
{
    [Fact]
    public void AWorkerThatIsInterruptedGoesOn()
    {
        using var team = new WorkerTeam(Environment.ProcessorCount + 1);
        for (var run = 0; run < 20; run++)
        {
            team.Run(new EachThread(worker =>
            {
                if (worker > 0)
                    Thread.CurrentThread.Interrupt();
            }));
            // Time to park.
            Thread.Sleep(2);
        }

        var count = 0;
        team.Run(new EachThread(_ => Interlocked.Increment(ref count)));
        Assert.Equal(team.ThreadCount, count);
    }
}
