using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>
/// Interruptions that ended the process, because the wait of a worker for its next run threw, or the team: a share that was
/// left out was waited for without end.
/// </summary>
[Trait("Kind", "Threads")]
public class InterruptedWorkerTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void AnInterruptionThatIsPendingLosesNoShare(int threads)
    {
        var incomplete = 0;
        var caller = new Thread(() =>
        {
            for (var run = 0; run < 200; run++)
            {
                // The first run starts the workers, which is waited for too.
                using var team = new WorkerTeam(threads);
                for (var again = 0; again < 3; again++)
                {
                    var ended = 0;
                    // Shares that wait themselves would be interrupted, and rightly.
                    var work = new SharedAction((worker, _) =>
                    {
                        Thread.SpinWait(20_000 * worker);
                        Interlocked.Increment(ref ended);
                    });
                    Thread.CurrentThread.Interrupt();
                    _ = Record.Exception(() => team.Run(work));
                    if (Volatile.Read(ref ended) != threads)
                        incomplete++;
                }

                _ = Record.Exception(() => Thread.Sleep(0));
            }
        });
        caller.Start();
        caller.Join();

        Assert.Equal(0, incomplete);
    }

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
