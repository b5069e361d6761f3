using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Execution;

/// <summary>Interrupting a thread (<see cref="Thread.Interrupt"/>) ends no run early.</summary>
[Trait("Kind", "Threads")]
public class InterruptedTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void AnInterruptedCallerWaitsUntilAllSharesHaveEnded(int interruptions)
    {
        using var team = new WorkerTeam(2);
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var hasEnded = false;
        var work = new EachThread(worker =>
        {
            if (worker == 0)
                return;
            begun.Set();
            release.Wait();
            Volatile.Write(ref hasEnded, true);
        });
        var hadEndedAtReturn = false;
        Exception? exception = null;
        var caller = new Thread(() =>
        {
            exception = Record.Exception(() => team.Run(work));
            hadEndedAtReturn = Volatile.Read(ref hasEnded);
        });

        caller.Start();
        begun.Wait();
        for (var i = 0; i < interruptions; i++)
        {
            SpinWait.SpinUntil(() => caller.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !caller.IsAlive);
            caller.Interrupt();
            // Time to return, for a team that does so too early.
            caller.Join(TimeSpan.FromMilliseconds(200 / interruptions));
        }

        release.Set();
        caller.Join();

        Assert.True(hadEndedAtReturn);
        Assert.IsType<ThreadInterruptedException>(exception);
        // The team is as good as before.
        var count = 0;
        team.Run(new EachThread(_ => Interlocked.Increment(ref count)));
        Assert.Equal(2, count);
    }

    [Fact]
    public void AnInterruptedStepIsAWholeStep()
    {
        const int count = 100_000;
        const int steps = 200;
        var stillPending = 0;
        Exception? exception = null;
        var values = new float[count];
        var caller = new Thread(() =>
        {
            // More threads than processors: the calling one does not spin, and waits with each step.
            using var team = new WorkerTeam(Environment.ProcessorCount + 1);
            using var set = new ParameterSet<float>();
            var parameter = set.Add("w", ParameterKind.Weight, [count]);
            using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1), new OptimizerOptions { Team = team });
            exception = Record.Exception(() =>
            {
                for (var step = 0; step < steps; step++)
                {
                    parameter.Gradients.Fill(1);
                    Thread.CurrentThread.Interrupt();
                    optimizer.Step();
                    try
                    {
                        Thread.Sleep(1);
                    }
                    catch (ThreadInterruptedException)
                    {
                        stillPending++;
                    }
                }
            });
            parameter.Values.CopyTo(values);
        });
        caller.Start();
        caller.Join();

        Assert.Null(exception);
        Assert.Equal(steps, stillPending);
        Assert.All(values, value => Assert.Equal(-steps, value));
    }
}
