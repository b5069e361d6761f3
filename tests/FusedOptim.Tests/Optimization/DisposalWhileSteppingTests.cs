using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization;

/// <summary>Disposing what a step uses never takes memory from under it.</summary>
[Trait("Kind", "Threads")]
public class DisposalWhileSteppingTests
{
    private const int Count = 2_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AScheduleThatDisposesEndsTheStepBeforeItWrites(bool disposesSet)
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdamW(LearningRate: 0.1));
        optimizer.Groups[0].Schedule((_, step) =>
        {
            if (step != 3)
                return;
            if (disposesSet)
                set.Dispose();
            else
                optimizer.Dispose();
        });
        optimizer.Step();
        optimizer.Step();
        var values = set[0].Values;
        var before = values.ToArray();

        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());

        if (!disposesSet)
            Assert.True(values.SequenceEqual(before));
        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void DisposingOnAnotherThreadLetsTheStepThatRunsEnd(bool disposesSet)
    {
        for (var trial = 0; trial < 20; trial++)
        {
            using var set = CreateSet();
            using var optimizer = Optimizer.Create(set, new AdamW(LearningRate: 0.1));
            using var started = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                started.Wait();
                Thread.SpinWait(trial * 1000);
                if (disposesSet)
                    set.Dispose();
                else
                    optimizer.Dispose();
            });
            thread.Start();
            started.Set();
            var exception = Record.Exception(() =>
            {
                // The last step begins when the other thread has ended, however late that is.
                bool isAlive;
                do
                {
                    isAlive = thread.IsAlive;
                    optimizer.Step(new StepOptions { MaximumNorm = 1 });
                }
                while (isAlive);
            });
            thread.Join();

            Assert.IsType<ObjectDisposedException>(exception, exactMatch: false);
        }
    }

    [Fact]
    public void AStepWithinAStepIsRefused()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdamW(LearningRate: 0.1));
        var depth = 0;
        optimizer.Groups[0].Schedule((_, _) =>
        {
            if (depth++ == 0)
                optimizer.Step();
        });

        Assert.Contains("while a step is under way", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
        Assert.Equal(1, set[0].Values[0]);
    }

    [Fact]
    public void TwoThreadsThatStepOneOptimizerNeverStepTogether()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new MomentumSgd(LearningRate: 1, Momentum: 0));
        var taken = 0;
        var threads = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                if (Record.Exception(() => optimizer.Step()) is null)
                    Interlocked.Increment(ref taken);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Equal(taken, optimizer.StepCount);
        Assert.Equal(-1, set[0].Values.IndexOfAnyExcept(1f - taken));
    }

    private static ParameterSet<float> CreateSet()
    {
        var set = new ParameterSet<float>();
        set.Add("a", ParameterKind.Weight, Count).Values.Fill(1);
        set[0].Gradients.Fill(1);
        return set;
    }
}
