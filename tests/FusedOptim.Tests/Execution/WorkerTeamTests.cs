using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

public class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void RunsEachShareOnce(int threads)
    {
        using var team = new WorkerTeam(threads);
        var counts = new int[threads];
        var work = new SharedAction((worker, workerCount) =>
        {
            Assert.Equal(threads, workerCount);
            Interlocked.Increment(ref counts[worker]);
        });

        Assert.Equal(threads, team.ThreadCount);
        for (var run = 1; run <= 3; run++)
        {
            team.Run(work);
            Assert.All(counts, count => Assert.Equal(run, count));
        }

    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryThreadTakesPartWhereSharesLastLongEnough(int threads)
    {
        using var team = new WorkerTeam(threads);
        var threadOfShare = new int[threads];

        for (var run = 0; run < 3; run++)
        {
            team.Run(new EachThread(worker => threadOfShare[worker] = Environment.CurrentManagedThreadId));

            Assert.Equal(Environment.CurrentManagedThreadId, threadOfShare[0]);
            Assert.Equal(threads, threadOfShare.Distinct().Count());
        }
    }

    [Fact]
    public void ManyQuickRunsLoseAndRepeatNothing()
    {
        using var team = new WorkerTeam(2);
        var sums = new long[2 * 16];
        var work = new SharedAction((worker, _) => sums[worker * 16]++);

        const int runs = 100_000;
        for (var run = 1; run <= runs; run++)
        {
            team.Run(work);
            // What workers wrote is seen as soon as the run returns.
            Assert.True(sums[0] == run && sums[16] == run);
        }
    }

    [Fact]
    public void RunsAfterTheWorkersHaveParked()
    {
        foreach (var threads in new[] { 2, 5 })
        {
            using var team = new WorkerTeam(threads);
            var count = 0;
            for (var run = 1; run <= 20; run++)
            {
                team.Run(new SharedAction((_, _) => Interlocked.Increment(ref count)));
                Assert.Equal(run * threads, count);
                Thread.Sleep(run % 3);
            }
        }
    }

    [Fact]
    public void WaitsForASlowWorker()
    {
        using var team = new WorkerTeam(2);
        var finished = false;

        team.Run(new EachThread(worker =>
        {
            if (worker == 1)
            {
                Thread.Sleep(30);
                Volatile.Write(ref finished, true);
            }
        }));

        Assert.True(finished);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ThrowsWhatAShareThrewAfterAllHaveEnded(int thrower)
    {
        using var team = new WorkerTeam(3);
        var ended = 0;

        var exception = Assert.Throws<FormatException>(() => team.Run(new EachThread(worker =>
        {
            if (worker == thrower)
                throw new FormatException($"share {worker}");
            Thread.Sleep(20);
            Interlocked.Increment(ref ended);
        })));

        Assert.Equal($"share {thrower}", exception.Message);
        Assert.Equal(2, ended);

        team.Run(new SharedAction((_, _) => Interlocked.Increment(ref ended)));
        Assert.Equal(5, ended);
    }

    [Fact]
    public void ThrowsTheExceptionOfTheLowestShare()
    {
        using var team = new WorkerTeam(4);

        for (var run = 0; run < 100; run++)
        {
            var lowest = run % 4;
            var exception = Assert.Throws<FormatException>(() => team.Run(new SharedAction((worker, _) =>
            {
                if (worker >= lowest)
                    throw new FormatException($"{worker}");
            })));
            Assert.Equal($"{lowest}", exception.Message);
        }
    }

    [Fact]
    public void DoesNotWaitForWorkersThatWakeUpLate()
    {
        using var team = new WorkerTeam(8);
        var threads = new int[8];

        // Parked between runs, the workers lose many of these races; nothing may be lost or done twice for that.
        for (var run = 1; run <= 300; run++)
        {
            team.Run(new SharedAction((worker, _) => threads[worker]++));
            Assert.All(threads, count => Assert.Equal(run, count));
            if (run % 3 == 0)
                Thread.Sleep(1);
        }
    }

    [Fact]
    public void RunsInlineWithinAShare()
    {
        using var team = new WorkerTeam(3);
        var inner = 0;
        var innerWorkers = 0;

        team.Run(new SharedAction((_, _) =>
        {
            var thread = Environment.CurrentManagedThreadId;
            team.Run(new SharedAction((worker, workerCount) =>
            {
                Assert.Equal(thread, Environment.CurrentManagedThreadId);
                Interlocked.Add(ref innerWorkers, workerCount);
                Interlocked.Increment(ref inner);
            }));
        }));

        Assert.Equal(3, inner);
        Assert.Equal(3, innerWorkers);
    }

    [Fact]
    public void ServesSeveralThreadsAtOnce()
    {
        using var team = new WorkerTeam(2);
        var totals = new long[4];
        var callers = Enumerable.Range(0, 4).Select(caller => new Thread(() =>
        {
            const int count = 1000;
            var done = new int[count];
            var work = new SharedAction((worker, workerCount) =>
            {
                var (start, end) = WorkerTeam.Share(count, worker, workerCount);
                for (var i = start; i < end; i++)
                    done[i]++;
            });
            for (var run = 0; run < 2000; run++)
                team.Run(work);
            totals[caller] = done.Count(value => value == 2000);
        })).ToList();

        callers.ForEach(thread => thread.Start());
        callers.ForEach(thread => thread.Join());

        Assert.All(totals, total => Assert.Equal(1000, total));
    }

    [Fact]
    public void AllocatesNothingOnAnyThread()
    {
        using var team = new WorkerTeam(2);
        var before = new long[2];
        var after = new long[2];
        var first = new EachThread(worker => before[worker] = GC.GetAllocatedBytesForCurrentThread());
        var last = new EachThread(worker => after[worker] = GC.GetAllocatedBytesForCurrentThread());
        var work = new SharedAction((_, _) => { });
        team.Run(first);
        team.Run(last);

        team.Run(first);
        for (var run = 0; run < 1000; run++)
            team.Run(work);
        team.Run(last);

        Assert.Equal(before, after);
    }

    [Fact]
    public void ThrowsOnceItIsDisposed()
    {
        foreach (var threads in new[] { 1, 2 })
        {
            var unused = new WorkerTeam(threads);
            unused.Dispose();
            Assert.Throws<ObjectDisposedException>(() => unused.Run(new SharedAction((_, _) => { })));

            var used = new WorkerTeam(threads);
            used.Run(new SharedAction((_, _) => { }));
            used.Dispose();
            used.Dispose();
            Assert.Throws<ObjectDisposedException>(() => used.Run(new SharedAction((_, _) => { })));
        }
    }

    [Fact]
    public void EndsItsWorkersWhenItIsDisposedDuringARun()
    {
        var team = new WorkerTeam(2);
        Thread? workerThread = null;

        team.Run(new EachThread(worker =>
        {
            if (worker == 1)
            {
                workerThread = Thread.CurrentThread;
                team.Dispose();
            }
        }));

        Eventually.Holds(() => !workerThread!.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => team.Run(new SharedAction((_, _) => { })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void RefusesANumberOfThreadsOutOfRange(int threads)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(threads));

        Assert.Contains(
            FormattableString.Invariant($"threads is {threads}; it must be from 1 to 1024"), exception.Message);
    }

    [Fact]
    public void DefaultTeamCannotBeDisposed()
    {
        WorkerTeam.Default.Dispose();

        var count = 0;
        WorkerTeam.Default.Run(new SharedAction((_, _) => Interlocked.Increment(ref count)));
        Assert.InRange(count, 1, WorkerTeam.Default.ThreadCount);
    }

    [Fact]
    public void ThreadCountComesFromTheEnvironment()
    {
        Assert.Equal(Environment.ProcessorCount, WorkerTeam.ParseThreadCount(null));
        Assert.Equal(Environment.ProcessorCount, WorkerTeam.ParseThreadCount(" "));
        Assert.Equal(1, WorkerTeam.ParseThreadCount("1"));
        Assert.Equal(12, WorkerTeam.ParseThreadCount(" 12 "));
        foreach (var value in new[] { "0", "-2", "two", "1.5", "1025", "99999999999", "1,000" })
        {
            var exception = Assert.Throws<InvalidOperationException>(() => WorkerTeam.ParseThreadCount(value));
            Assert.Contains($"FUSEDOPTIM_NUM_THREADS is '{value}'", exception.Message);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 3)]
    [InlineData(100, 7)]
    [InlineData(1L << 52, 1000)]
    public void SharesCoverEverythingEvenly(long count, int workers)
    {
        var end = 0L;
        for (var worker = 0; worker < workers; worker++)
        {
            var share = WorkerTeam.Share(count, worker, workers);
            Assert.Equal(end, share.Start);
            Assert.InRange(share.End - share.Start, count / workers, count / workers + 1);
            end = share.End;
        }

        Assert.Equal(count, end);
    }
}
