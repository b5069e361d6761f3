using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>Works whose blocks any thread of a team may take.</summary>
[Trait("Kind", "Threads")]
public class BlockWorkTests
{
    // Of 1,000 elements each.
    private const int Blocks = 1000;
    private const long Elements = 1000 * Blocks;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void EveryBlockIsDoneOnce(int threads)
    {
        using var team = new WorkerTeam(threads);
        var counts = new int[Blocks];
        var work = new BlockAction((first, end, worker) =>
        {
            Assert.InRange(worker, 0, threads - 1);
            Add(counts, first, end);
        });

        for (var run = 1; run <= 200; run++)
        {
            team.Run(work, Blocks, Elements);
            Assert.All(counts, count => Assert.Equal(run, count));
            if (run % 5 == 0)
                Thread.Sleep(1);
        }
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(3, 4096)]
    [InlineData(3, 1L << 52)]
    [InlineData(1L << 40, 1L << 52)]
    public void AnyNumberOfBlocksIsCoveredOnce(long blocks, long elements)
    {
        using var team = new WorkerTeam(2);
        var sum = 0L;
        var runs = 0;

        for (; runs < 20; runs++)
            team.Run(new BlockAction((first, end, _) => Interlocked.Add(ref sum, end - first)), blocks, elements);

        Assert.Equal(runs * blocks, sum);
    }

    [Fact]
    public void FewElementsAreDoneByTheCallingThread()
    {
        using var team = new WorkerTeam(2);
        var calls = new List<(long, long, int, int)>();

        team.Run(
            new BlockAction((first, end, worker) => calls.Add((first, end, worker, Environment.CurrentManagedThreadId))),
            blockCount: 10, elementCount: 1000);

        Assert.Equal([(0, 10, 0, Environment.CurrentManagedThreadId)], calls);
    }

    [Fact]
    public void AThreadUsesOnlyItsOwnScratchMemory()
    {
        using var team = new WorkerTeam(4);
        var users = new int[4];
        var conflicts = 0;
        var work = new BlockAction((_, _, worker) =>
        {
            if (Interlocked.Increment(ref users[worker]) != 1)
                Interlocked.Increment(ref conflicts);
            Thread.SpinWait(50);
            Interlocked.Decrement(ref users[worker]);
        });

        for (var run = 0; run < 500; run++)
            team.Run(work, Blocks, Elements);

        Assert.Equal(0, conflicts);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void ALateWorkerTouchesNoRunThatIsOver(int threads)
    {
        // More threads than processors, which sleep between runs, come late again and again.
        using var team = new WorkerTeam(threads);
        var violations = 0;
        for (var run = 1; run <= 1500; run++)
        {
            var isRunning = true;
            var done = 0L;
            team.Run(
                new BlockAction((first, end, _) =>
                {
                    if (!Volatile.Read(ref isRunning))
                        Interlocked.Increment(ref violations);
                    Interlocked.Add(ref done, end - first);
                }),
                Blocks + run, Elements);
            Volatile.Write(ref isRunning, false);
            Assert.Equal(Blocks + run, Volatile.Read(ref done));
            if (run % 3 == 0)
                Thread.Sleep(run % 2);
            // Shares always wake the workers, late for which they meet the next work.
            if (run % 4 == 0)
                team.Run(new SharedAction((_, _) => { }));
        }

        Assert.Equal(0, violations);
    }

    [Fact]
    public void AWorkOfABusyTeamIsDoneByTheThreadThatAsks()
    {
        using var team = new WorkerTeam(2);
        using var isBusy = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var other = new Thread(() => team.Run(new SharedAction((_, _) =>
        {
            isBusy.Set();
            release.Wait();
        })));
        other.Start();
        isBusy.Wait();

        var calls = new List<(long, long, int, int)>();
        team.Run(
            new BlockAction((first, end, worker) => calls.Add((first, end, worker, Environment.CurrentManagedThreadId))), Blocks, Elements);

        Assert.Equal([(0, Blocks, 0, Environment.CurrentManagedThreadId)], calls);
        release.Set();
        other.Join();
    }

    [Fact]
    public void TheExceptionOfTheFirstBlockIsThrownAfterAllAreDone()
    {
        using var team = new WorkerTeam(3);
        for (var run = 0; run < 200; run++)
        {
            var done = 0L;
            var throwing = new List<long>();
            var exception = Assert.Throws<FormatException>(() => team.Run(
                new BlockAction((first, end, _) =>
                {
                    Interlocked.Add(ref done, end - first);
                    if (end < Blocks / 3)
                        return;
                    lock (throwing)
                        throwing.Add(first);
                    throw new FormatException($"{first}");
                }),
                Blocks, Elements));

            Assert.Equal(Blocks, done);
            Assert.Equal($"{throwing.Min()}", exception.Message);
        }

        var count = 0L;
        team.Run(new BlockAction((first, end, _) => Interlocked.Add(ref count, end - first)), Blocks, Elements);
        Assert.Equal(Blocks, count);
    }

    [Fact]
    public void ATeamThatIsDisposedDuringARunEndsItAndItsWorkers()
    {
        for (var run = 0; run < 50; run++)
        {
            var team = new WorkerTeam(3);
            var threads = new HashSet<Thread>();
            var done = 0L;
            team.Run(
                new BlockAction((first, end, _) =>
                {
                    lock (threads)
                        threads.Add(Thread.CurrentThread);
                    Interlocked.Add(ref done, end - first);
                    team.Dispose();
                }),
                Blocks, Elements);

            Assert.Equal(Blocks, done);
            Assert.All(
                threads.Where(thread => thread != Thread.CurrentThread), worker => Assert.True(worker.Join(TimeSpan.FromSeconds(10))));
            Assert.Throws<ObjectDisposedException>(() => team.Run(new BlockAction((_, _, _) => { }), Blocks, Elements));
        }
    }

    [Fact]
    public void AnInterruptionIsLeftToTheNextWaitOfTheCaller()
    {
        var isComplete = true;
        var isPending = true;
        var caller = new Thread(() =>
        {
            using var team = new WorkerTeam(Environment.ProcessorCount + 1);
            for (var run = 0; run < 200; run++)
            {
                var done = 0L;
                Thread.CurrentThread.Interrupt();
                team.Run(
                    new BlockAction((first, end, _) =>
                    {
                        Thread.SpinWait(2_000);
                        Interlocked.Add(ref done, end - first);
                    }),
                    Blocks, Elements);
                isComplete &= Volatile.Read(ref done) == Blocks;
                isPending &= Record.Exception(() => Thread.Sleep(1)) is ThreadInterruptedException;
            }
        });
        caller.Start();
        caller.Join();

        Assert.True(isComplete);
        Assert.True(isPending);
    }

    [Fact]
    public void NothingIsAllocatedWhetherWorkersAreAwakeOrNot()
    {
        using var team = new WorkerTeam(2);
        var work = new BlockAction((_, _, _) => Thread.SpinWait(10));
        var before = 0L;
        for (var run = 0; run < 400; run++)
        {
            team.Run(work, Blocks, Elements);
            if (run == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (run % 2 == 0)
                Thread.Sleep(0);
            if (run % 40 == 0)
                Thread.Sleep(2);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Add(int[] counts, long first, long end)
    {
        for (var block = first; block < end; block++)
            Interlocked.Increment(ref counts[block]);
    }
}
