using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization;

public class OptimizerStepTests
{
    [Theory]
    [InlineData(5, 17, 3)]
    [InlineData(1000, 1, 7000)]
    public void StepsEveryElementByTheRule(int first, int second, int third)
    {
        Check<float>(first, second, third);
        Check<double>(first, second, third);
    }

    [Fact]
    public void GivesTheSameBitsWithAnyNumberOfThreads()
    {
        var reference = Trajectory(threads: 1);
        foreach (var threads in new[] { 2, 3, 7 })
            Assert.Equal(reference, Trajectory(threads));

        static byte[] Trajectory(int threads)
        {
            using var team = new WorkerTeam(threads);
            using var set = DriftModel.CreateSet<float>(3000, 33, 1, 4097, 16);
            DriftModel.Fill(set, seed: 1);
            using var optimizer = Optimizer.Create(
                set, p => p.Kind == ParameterKind.Weight ? new DriftRule() : new DriftRule { LearningRate = 0.01 },
                new OptimizerOptions { Team = team });
            for (var step = 1; step <= 5; step++)
                optimizer.Step(new StepOptions { GradientScale = 1.0 / step, ZeroGradients = step == 4 });
            return [.. set.SelectMany(p => MemoryMarshal.AsBytes(p.Values).ToArray())];
        }
    }

    [Fact]
    public void DealsWholeBlocksAndAllOfThemOnce()
    {
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var team = new WorkerTeam(threads);
            using var set = DriftModel.CreateSet<float>(3000, 33, 1, 4097, 16);
            var segments = new ConcurrentBag<(long First, nint Count, int Step)>();
            using var optimizer = Optimizer.Create(
                set, new DriftRule { Segments = segments }, new OptimizerOptions { Team = team });
            optimizer.Step();

            if (threads == 1)
                Assert.Single(segments);
            var end = 0L;
            foreach (var (start, count, _) in segments.OrderBy(segment => segment.First))
            {
                Assert.Equal(end, start);
                Assert.Equal(0, count % 64);
                end = start + count;
            }

            // 3000, 1 and 16 of the weights, then 33 and 4097 of the biases, each rounded up to blocks of 64.
            Assert.Equal(3008 + 64 + 64 + 64 + 4160, end);
        }
    }

    [Fact]
    public void ScalesGradients()
    {
        using var set = DriftModel.CreateSet<float>(100);
        DriftModel.Fill(set, seed: 3);
        var expected = DriftModel.Expected<float>(set[0].Values, set[0].Gradients, new DriftRule(), 2, gradientScale: -0.25);
        using var optimizer = Optimizer.Create(set, new DriftRule());

        optimizer.Step(new StepOptions { GradientScale = -0.25 });
        optimizer.Step(new StepOptions { GradientScale = -0.25 });

        Assert.Equal(expected, set[0].Values.ToArray());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(10000)]
    public void ZeroesGradientsOnlyWhenAsked(int count)
    {
        using var set = DriftModel.CreateSet<double>(count, count);
        DriftModel.Fill(set, seed: 4);
        var gradients = set[0].Gradients.ToArray();
        using var optimizer = Optimizer.Create(set, p => p.Name == "0.weight" ? new DriftRule() : null);
        var frozen = set[1].Gradients.ToArray();

        optimizer.Step();
        Assert.Equal(gradients, set[0].Gradients.ToArray());

        optimizer.Step(new StepOptions { ZeroGradients = true });
        Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal(frozen, set[1].Gradients.ToArray());
    }

    [Fact]
    public void StepsWhereNoGradientWasEverWritten()
    {
        using var set = DriftModel.CreateSet<float>(3);
        set[0].Values.Fill(1);
        using var optimizer = Optimizer.Create(set, new DriftRule { Floor = 0 });

        optimizer.Step();

        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(1.001f, value));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(20000)]
    public void RunsPhasesOneAfterTheOtherAndZeroesInTheLast(int count)
    {
        using var team = new WorkerTeam(3);
        using var set = DriftModel.CreateSet<float>(count);
        set[0].Values.Fill(1);
        set[0].Gradients.Fill(10);
        using var optimizer = Optimizer.Create(set, new TwoPhaseRule(), new OptimizerOptions { Team = team });

        optimizer.Step(new StepOptions { ZeroGradients = true });

        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(2 * (1 + 10) + 10, value));
        Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(50000)]
    public void AllocatesNothing(int count)
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(count, count);
        DriftModel.Fill(set, seed: 5);
        using var optimizer = Optimizer.Create(
            set, p => new DriftRule { LearningRate = p.Kind == ParameterKind.Weight ? 0.1 : 0.2 },
            new OptimizerOptions { Team = team });
        optimizer.Groups[0].Schedule((DriftRule rule, int step) => rule.LearningRate = 0.1 / step);
        optimizer.Step();

        Assert.Equal(
            [0L, 0L],
            AllocatedBytes.Of(team, steps: 20, () => optimizer.Step(new StepOptions { GradientScale = 0.5 })));
    }

    [Fact]
    public void OptimizersOnOneTeamStepAtTheSameTime()
    {
        using var team = new WorkerTeam(2);
        var results = new float[4][];
        var threads = Enumerable.Range(0, 4).Select(index => new Thread(() =>
        {
            using var set = DriftModel.CreateSet<float>(5000);
            DriftModel.Fill(set, seed: 6);
            using var optimizer = Optimizer.Create(set, new DriftRule(), new OptimizerOptions { Team = team });
            for (var step = 0; step < 100; step++)
                optimizer.Step(new StepOptions { GradientScale = 0.01 });
            results[index] = set[0].Values.ToArray();
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        using var alone = DriftModel.CreateSet<float>(5000);
        DriftModel.Fill(alone, seed: 6);
        var expected = DriftModel.Expected<float>(alone[0].Values, alone[0].Gradients, new DriftRule(), 100, 0.01);
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private static void Check<T>(params int[] counts)
        where T : unmanaged, INumber<T>
    {
        using var set = DriftModel.CreateSet<T>(counts);
        DriftModel.Fill(set, seed: 2);
        var rule = new DriftRule { LearningRate = 0.05, Momentum = 0.8, Floor = 0.125 };
        var expected = set.Select(p => DriftModel.Expected<T>(p.Values, p.Gradients, rule, steps: 3)).ToArray();
        using var optimizer = Optimizer.Create(set, rule);

        for (var step = 1; step <= 3; step++)
        {
            optimizer.Step();
            Assert.Equal(step, optimizer.StepCount);
        }

        for (var i = 0; i < counts.Length; i++)
            Assert.Equal(expected[i], set[i].Values.ToArray());
    }
}
