using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Schema;
using FusedOptim.Testing;

namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Slow weights, against loops over single elements, and through all that an optimizer does with steps.</summary>
public class LookaheadTests
{
    private const int Interval = 5;
    private const double Alpha = 0.5;

    // M. Zhang et al., 2019, algorithm 1: k steps of the inner optimizer from φ, then φ ← φ + α(θ − φ).
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void GoesWhereThePaperGoes(int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = Filled<double>(9001, 67);
        var expected = set.Select(parameter => new Slow(parameter.Values)).ToArray();
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum(), new OptimizerOptions { Team = team });
        for (var step = 1; step <= 100; step++)
        {
            for (var index = 0; index < set.Count; index++)
            {
                DriftModel.FillGradients(set[index], new Random(step + 1000 * index));
                expected[index].Step(set[index].Gradients, step % Interval == 0);
            }

            optimizer.Step();
        }

        for (var index = 0; index < set.Count; index++)
        {
            Near(expected[index].Fast, set[index].Values);
            Near(expected[index].Weights, optimizer.GetState(set[index], "slow"));
        }
    }

    [Fact]
    public void OtherStepsNeitherReadNorWriteTheSlowWeights()
    {
        var phases = ((IUpdateRule)new LookaheadMomentum()).Schema.Phases;
        Assert.Equal([PhaseKind.Update, PhaseKind.Update, PhaseKind.Evaluate], phases.Select(phase => phase.Kind));
        Assert.Equal((true, false), (phases[0].RunsBetween, phases[1].RunsBetween));
        Assert.Equal([0], phases[0].StatesRead);
        Assert.Equal([0], phases[0].StatesWritten);
        Assert.Equal((3, 2), (phases[0].Reads, phases[0].Writes));
        Assert.Equal([0, 1], phases[1].StatesRead);
        Assert.Equal([0, 1], phases[1].StatesWritten);
        Assert.Equal((4, 3), (phases[1].Reads, phases[1].Writes));

        double[] parameter = [1], m = [0], slow = [double.NaN];
        new LookaheadMomentum().Apply(4, parameter, [2], m, slow);
        Assert.Equal(0.8, parameter[0], 1e-15);
        new LookaheadMomentum().Apply(5, parameter, [2], m, slow);
        Assert.Equal(double.NaN, parameter[0]);
    }

    [Fact]
    public void TheSlowWeightsAreEvaluated()
    {
        using var set = Filled<float>(2000, 5);
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum());
        for (var step = 1; step <= 7; step++)
            optimizer.Step();
        var training = set.Select(parameter => parameter.Values.ToArray()).ToArray();
        using (optimizer.UseEvaluationWeights())
        {
            Assert.Equal(set.Select(parameter => optimizer.GetState(parameter, "slow").ToArray()), set.Select(parameter => parameter.Values.ToArray()));
            Assert.NotEqual(training[0], set[0].Values.ToArray());
        }

        Assert.Equal(training, set.Select(parameter => parameter.Values.ToArray()));
    }

    [Fact]
    public void AnAverageTakesTheParametersThatWentBack()
    {
        using var set = Filled<double>(70);
        var (fast, slow, average) = (set[0].Values.ToArray(), set[0].Values.ToArray(), set[0].Values.ToArray());
        var gradient = set[0].Gradients.ToArray();
        var size = 1 + Math.Sqrt(gradient.Sum(value => value * value) / gradient.Length);
        using var optimizer = Optimizer.Create(set, new LookaheadAverage());
        for (var step = 1; step <= 30; step++)
        {
            var share = 1 - Math.Min(0.75, (1.0 + step) / (10.0 + step));
            for (var i = 0; i < fast.Length; i++)
            {
                fast[i] = fast[i] - 0.1 * gradient[i] / size - 0.1 * 0.02 * fast[i];
                if (step % 3 == 0)
                    fast[i] = slow[i] += (fast[i] - slow[i]) * 0.25;
                average[i] += (fast[i] - average[i]) * share;
            }

            optimizer.Step();
        }

        Near(fast, set[0].Values);
        using (optimizer.UseEvaluationWeights())
            Near(average, set[0].Values);
    }

    /// <summary>Parameters that have taken different numbers of steps synchronize at different ones, and are prepared once each.</summary>
    [Fact]
    public void StepsAreThoseOfEachParameter()
    {
        using var set = Filled<double>(67, 33, 70);
        var expected = set.Select(parameter => new Slow(parameter.Values)).ToArray();
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum());
        for (var step = 1; step <= 40; step++)
        {
            set[1].HasGradient = step % 3 != 0;
            if (step == 9)
                optimizer.Freeze(set[2]);
            if (step == 20)
                optimizer.Unfreeze(set[2]);
            for (var index = 0; index < set.Count; index++)
            {
                if (index == 1 && step % 3 == 0 || index == 2 && step is >= 9 and < 20)
                    continue;
                DriftModel.FillGradients(set[index], new Random(step + 1000 * index));
                expected[index].Step(set[index].Gradients, (optimizer.GetStepCount(set[index]) + 1) % Interval == 0);
            }

            optimizer.Step(new StepOptions { ZeroGradients = true });
            Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
            for (var index = 0; index < set.Count; index++)
                Near(expected[index].Fast, set[index].Values);
        }
    }

    [Fact]
    public void PrepareRunsOnceInAStepWhateverStepTheParametersAreAt()
    {
        using var set = Filled<double>(67, 33, 70);
        using var optimizer = Optimizer.Create(set, new LookaheadAverage());
        optimizer.RestoreStepCount(set[1], 1);
        optimizer.RestoreStepCount(set[2], 2);
        for (var step = 1; step <= 7; step++)
        {
            optimizer.Step();
            Assert.All(set, parameter => Assert.Equal(step, optimizer.GetScalar(parameter, "calls")));
        }
    }

    [Fact]
    public void AChangeOfTheIntervalCountsFromTheNextStepOn()
    {
        using var set = Filled<double>(3);
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum());
        var rule = optimizer.Groups[0].GetRule<LookaheadMomentum>();
        var synchronized = new List<int>();
        for (var step = 1; step <= 16; step++)
        {
            if (step == 11)
                rule.LookaheadInterval = 4;
            optimizer.Step();
            if (set[0].Values.SequenceEqual(optimizer.GetState(set[0], "slow")))
                synchronized.Add(step);
        }

        Assert.Equal([5, 10, 12, 16], synchronized);
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.LookaheadInterval = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => rule.LookaheadRate = 1.5);
    }

    [Fact]
    public void ARunThatGoesOnHasTheBitsOfOneThatWasNotInterrupted()
    {
        using var set = Filled<float>(130);
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum());
        Step(optimizer, 8);
        using var resumed = Filled<float>(130);
        set[0].Values.CopyTo(resumed[0].Values);
        using var other = Optimizer.Create(resumed, new LookaheadMomentum());
        foreach (var key in optimizer.GetStateKeys(set[0]))
            optimizer.GetState(set[0], key).CopyTo(other.GetState(resumed[0], key));
        other.RestoreStepCount(resumed[0], 8);
        Step(optimizer, 5);
        Step(other, 5);
        Assert.Equal(set[0].Values.ToArray(), resumed[0].Values.ToArray());

        static void Step(Optimizer optimizer, int count)
        {
            for (var step = 0; step < count; step++)
                optimizer.Step();
        }
    }

    [Fact]
    public void TheSlowWeightsAreExactInNarrowSets()
    {
        using var set = new ParameterSet<Half>();
        var weights = set.Add("weights", ParameterKind.Weight, 300);
        weights.Values.Fill((Half)1);
        weights.Gradients.Fill((Half)0.01f);
        using var optimizer = Optimizer.Create(set, new LookaheadMomentum(), new OptimizerOptions { StateFormat = new BFloat16Format() });
        for (var step = 1; step <= 10; step++)
            optimizer.Step();
        var stored = optimizer.GetStoredState(weights, "slow");
        Assert.Null(stored.Format);
        var slow = stored.Codes<float>()[7];
        Assert.Equal(weights.Values[7], (Half)slow);
        Assert.NotEqual(slow, (float)weights.Values[7]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(50000)]
    public void StepsAllocateNothing(int count)
    {
        foreach (var rule in new IUpdateRule[] { new LookaheadMomentum(), new LookaheadAverage() })
        {
            using var team = new WorkerTeam(2);
            using var set = Filled<float>(count, count);
            using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team });
            optimizer.RestoreStepCount(set[1], 2);
            Assert.Equal([0L, 0L], AllocatedBytes.Of(team, steps: 20, () => optimizer.Step()));
        }
    }

    [Fact]
    public void EveryTargetHasTheBitsOfTheMethod()
    {
        RuleTest.Verify(new LookaheadMomentum());
        RuleTest.Verify(new LookaheadMomentum { LookaheadInterval = 6 }, new VerifyOptions { Lengths = [0, 1, 67], Steps = [1, 2] });
        RuleTest.Verify(new LookaheadMomentum { LookaheadInterval = 1 }, new VerifyOptions { Lengths = [67] });
        RuleTest.Verify(new LookaheadAverage());
    }

    [Fact]
    public void ThreadsAndTargetsHaveOneTrajectory()
    {
        var expected = Trajectory(KernelTarget.Scalar, 1);
        foreach (var target in KernelTargets.Supported.Where(target => target is not (KernelTarget.StrictScalar or KernelTarget.Reference)))
        {
            foreach (var threads in new[] { 1, 2, 3, 7 })
                Assert.Equal(expected, Trajectory(target, threads));
        }
    }

    private static byte[] Trajectory(KernelTarget target, int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = Filled<float>(9001, 33, 1024);
        using var optimizer = Optimizer.Create(set, new LookaheadAverage(), new OptimizerOptions { Team = team, Target = target });
        optimizer.RestoreStepCount(set[1], 1);
        for (var step = 1; step <= 7; step++)
            optimizer.Step();
        return [.. set.SelectMany(parameter => MemoryMarshal.AsBytes(parameter.Values).ToArray())];
    }

    private static ParameterSet<T> Filled<T>(params int[] counts)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var set = DriftModel.CreateSet<T>(counts);
        DriftModel.Fill(set, seed: 1);
        return set;
    }

    private static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }

    /// <summary>The algorithm of the paper around a heavy ball.</summary>
    private sealed class Slow(ReadOnlySpan<double> start)
    {
        private readonly double[] _m = new double[start.Length];

        public double[] Fast { get; } = start.ToArray();

        public double[] Weights { get; } = start.ToArray();

        public void Step(ReadOnlySpan<double> gradients, bool synchronizes)
        {
            for (var i = 0; i < Fast.Length; i++)
            {
                _m[i] = 0.9 * _m[i] + gradients[i];
                Fast[i] -= 0.1 * _m[i];
                if (synchronizes)
                    Fast[i] = Weights[i] += Alpha * (Fast[i] - Weights[i]);
            }
        }
    }
}
