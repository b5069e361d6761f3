using System.Diagnostics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

public class WakeHistoryTests
{
    [Theory]
    // Microseconds with sleeping workers, and with woken ones; what a run takes after many; the same with trials and all.
    [InlineData(300, 200, true)]
    [InlineData(75, 65, true)]
    [InlineData(12, 22, false)]
    [InlineData(115, 125, false)]
    [InlineData(1, 11, false)]
    public void TheFasterWayIsChosen(double asleep, double awake, bool wakes)
    {
        var history = new WakeHistory();
        Run(history, 1000, asleep, awake);

        var total = Run(history, 4000, asleep, awake, out var wakeCount);

        Assert.InRange(wakeCount, wakes ? 3200 : 0, wakes ? 4000 : 800);
        // Trials take a hundredth at most.
        Assert.InRange(total / 4000, 0, 1.01 * Math.Min(asleep, awake));
    }

    [Fact]
    public void FirstRunsLetWorkersSleepAndAreMeasuredByTheFastest()
    {
        var history = new WakeHistory();
        foreach (var microseconds in (double[])[5000, 300, 20, 12])
        {
            Assert.False(history.Wakes());
            Record(history, false, microseconds);
        }

        Assert.False(history.Wakes());
    }

    [Fact]
    public void ALongDisturbanceOfOneRunChangesNothing()
    {
        var history = new WakeHistory();
        Run(history, 200, 300, 200);

        Record(history, true, 50_000);

        Run(history, 20, 300, 200, out var wakeCount);
        Assert.InRange(wakeCount, 17, 20);
    }

    [Fact]
    public void WorkersThatComeNowAndThenAreNotTakenForFast()
    {
        var history = new WakeHistory();
        Run(history, 100, 300, 200);

        // One run in three is fast: 310 on average.
        var total = 0.0;
        for (var run = 0; run < 4000; run++)
        {
            var wakes = history.Wakes();
            var time = !wakes ? 280 : run % 3 == 0 ? 170 : 380;
            total += time;
            Record(history, wakes, time);
        }

        Assert.InRange(total / 4000, 0, 285);
    }

    [Fact]
    public void AChangeIsNoticed()
    {
        var history = new WakeHistory();
        Run(history, 1000, 100, 70);

        // Another program takes the second processor, and gives it back.
        Run(history, 100, 100, 115);
        Run(history, 1000, 100, 115, out var wakeCount);
        Assert.InRange(wakeCount, 0, 150);

        Run(history, 300, 100, 70);
        Run(history, 1000, 100, 70, out wakeCount);
        Assert.InRange(wakeCount, 850, 1000);
    }

    private static double Run(WakeHistory history, int count, double asleep, double awake) => Run(history, count, asleep, awake, out _);

    private static double Run(WakeHistory history, int count, double asleep, double awake, out int wakeCount)
    {
        var total = 0.0;
        wakeCount = 0;
        for (var run = 0; run < count; run++)
        {
            var wakes = history.Wakes();
            wakeCount += wakes ? 1 : 0;
            total += wakes ? awake : asleep;
            Record(history, wakes, wakes ? awake : asleep);
        }

        return total;
    }

    private static void Record(WakeHistory history, bool woke, double microseconds) =>
        history.Record(woke, (long)(microseconds * 1e-6 * Stopwatch.Frequency), blockCount: 512);
}
