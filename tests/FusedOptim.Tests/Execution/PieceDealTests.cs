using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

public class PieceDealTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 129)]
    [InlineData(3, 1000)]
    [InlineData(7, 5)]
    [InlineData(1024, PieceDeal.MaximumPieceCount)]
    public void OneThreadTakesEveryPieceOnce(int threads, int pieces)
    {
        var deal = new PieceDeal(threads);
        for (var run = 1; run <= 3; run++)
        {
            deal.Begin(run, pieces);
            var taken = new int[pieces];
            while (deal.TryTake(threads - 1, run, out var first, out var end))
                Count(taken, first, end);
            Assert.All(taken, count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [Trait("Kind", "Threads")]
    public void ThreadsThatTakeAtTheSameTimeTakeEveryPieceOnce(int threads)
    {
        const int runs = 200;
        const int pieces = 3000;
        var deal = new PieceDeal(threads);
        var taken = new int[pieces];
        using var barrier = new Barrier(threads);
        var takers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (var run = 1; run <= runs; run++)
            {
                if (thread == 0)
                    deal.Begin(run, pieces);
                barrier.SignalAndWait();
                while (deal.TryTake(thread, run, out var first, out var end))
                    Count(taken, first, end);
                barrier.SignalAndWait();
            }
        })).ToList();

        takers.ForEach(taker => taker.Start());
        takers.ForEach(taker => taker.Join());

        Assert.All(taken, count => Assert.Equal(runs, count));
    }

    [Fact]
    public void AThreadThatIsLateForItsRunTakesNothing()
    {
        var deal = new PieceDeal(2);
        deal.Begin(1, 10);
        while (deal.TryTake(0, 1, out _, out _))
        {
        }

        Assert.False(deal.TryTake(1, 1, out _, out _));
        deal.Begin(2, 10);
        Assert.False(deal.TryTake(1, 1, out _, out _));
        Assert.True(deal.TryTake(1, 2, out _, out _));
    }

    [Fact]
    public void APartOfAnEarlierRunWithMorePiecesIsNotDealtAgain()
    {
        var deal = new PieceDeal(4);
        deal.Begin(1, 400);
        while (deal.TryTake(0, 1, out _, out _))
        {
        }

        deal.Begin(2, 1);
        Assert.True(deal.TryTake(3, 2, out var first, out var end));
        Assert.Equal((0, 1), (first, end));
        Assert.False(deal.TryTake(3, 2, out _, out _));
    }

    [Fact]
    public void AThreadTakesItsOwnPartFromTheFrontAndOthersFromTheBack()
    {
        var deal = new PieceDeal(2);
        deal.Begin(1, 16);

        var takes = new List<(int, int)>();
        while (deal.TryTake(1, 1, out var first, out var end))
            takes.Add((first, end));

        // A quarter of what a part has left, and one piece at least.
        Assert.Equal(
            [
                (8, 10), (10, 11), (11, 12), (12, 13), (13, 14), (14, 15), (15, 16),
                (6, 8), (5, 6), (4, 5), (3, 4), (2, 3), (1, 2), (0, 1),
            ],
            takes);
    }

    private static void Count(int[] taken, int first, int end)
    {
        for (var piece = first; piece < end; piece++)
            Interlocked.Increment(ref taken[piece]);
    }
}
