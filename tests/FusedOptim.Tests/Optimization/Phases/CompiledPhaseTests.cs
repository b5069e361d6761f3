using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>Rules with phases, from the generator through an optimizer.</summary>
public class CompiledPhaseTests
{
    private static readonly int[] Counts = [3000, 33, 1, 4097, 1024];

    private delegate void Apply<T>(
        int step, Span<T> parameter, ReadOnlySpan<T> gradient, T[][] states, double[] scalars);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void StepsHaveTheBitsOfApply(int threads)
    {
        var layerwise = new LayerwiseAdam();
        CheckApply<float>(threads, layerwise, (step, parameter, gradient, states, _) =>
            layerwise.Apply(step, parameter, gradient, states[0], states[1], 0.5));
        CheckApply<double>(threads, layerwise, (step, parameter, gradient, states, _) =>
            layerwise.Apply(step, parameter, gradient, states[0], states[1], 0.5));
        var normalized = new NormalizedMomentum();
        CheckApply<float>(threads, normalized, (step, parameter, gradient, states, scalars) =>
            normalized.Apply(step, parameter, gradient, states[0], scalars, 0.5));
        CheckApply<double>(threads, normalized, (step, parameter, gradient, states, scalars) =>
            normalized.Apply(step, parameter, gradient, states[0], scalars, 0.5));
        var averaged = new AveragedDescent();
        CheckApply<float>(threads, averaged, (step, parameter, gradient, states, scalars) =>
            averaged.Apply(step, parameter, gradient, states[0], scalars, 0.5));
    }

    [Fact]
    public void PrepareHasTheCountOfEachTensor()
    {
        using var set = DriftModel.CreateSet<double>(Counts);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(set, new CountScaledDescent());
        var expected = set.Select(parameter => parameter.Values.ToArray()
            .Zip(parameter.Gradients.ToArray(), (value, gradient) => value - gradient * (1.0 / parameter.Count)).ToArray()).ToArray();
        optimizer.Step();
        Assert.Equal(expected.Select(values => values[^1]), set.Select(parameter => parameter.Values[^1]), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Fact]
    public void EveryTargetAndNumberOfThreadsGivesTheSameBits()
    {
        Check<float>(new LayerwiseAdam());
        Check<double>(new LayerwiseAdam());
        Check<float>(new NormalizedMomentum());
        Check<float>(new AveragedDescent());
        Check<float>(new DistanceDescent());
        Check<double>(new DistanceDescent());
        Check<float>(new AveragedAdam());

        static void Check<T>(IUpdateRule rule)
            where T : unmanaged, INumber<T>
        {
            var expected = Trajectory<T>(rule, KernelTarget.Scalar, threads: 1);
            foreach (var target in KernelTargets.Supported.Where(target => target > KernelTarget.Scalar))
                Assert.Equal(expected, Trajectory<T>(rule, target, threads: 1));
            foreach (var threads in new[] { 2, 3, 7 })
                Assert.Equal(expected, Trajectory<T>(rule, KernelTargets.Supported[^1], threads));
        }
    }

    [Theory]
    [InlineData(KernelTarget.StrictScalar)]
    [InlineData(KernelTarget.Reference)]
    public void SumsAndScalarsOfTheModelFollowTheFormula(KernelTarget target)
    {
        using var team = new WorkerTeam(3);
        using var set = DriftModel.CreateSet<double>(Counts);
        DriftModel.Fill(set, seed: 1);
        var rule = new DistanceDescent(LearningRate: 20);
        using var optimizer = Optimizer.Create(
            set, p => p.Kind == ParameterKind.Weight ? rule : rule with { LearningRate = 10 },
            new OptimizerOptions { Target = target, Team = team });
        var values = set.Select(p => p.Values.ToArray()).ToArray();
        var origins = set.Select(p => p.Values.ToArray()).ToArray();
        var paths = set.Select(p => new double[p.Count]).ToArray();
        var (d, total) = (rule.InitialDistance, 0.0);

        for (var step = 1; step <= 5; step++)
        {
            var (progress, length) = (0.0, 0.0);
            for (var i = 0; i < set.Count; i++)
            {
                var gradients = set[i].Gradients.ToArray();
                paths[i] = [.. paths[i].Zip(gradients, (path, gradient) => path + d * gradient)];
                progress += Sum([.. gradients.Select((gradient, j) => gradient * (origins[i][j] - values[i][j]))]);
                length += Sum([.. paths[i].Select(Math.Abs)]);
            }

            total += d * progress;
            d = Math.Min(Math.Max(d, length > 0 ? total / length : 0), rule.Growth * d);
            for (var i = 0; i < set.Count; i++)
            {
                var rate = set[i].Kind == ParameterKind.Weight ? 20.0 : 10.0;
                var gradients = set[i].Gradients.ToArray();
                values[i] = [.. values[i].Zip(gradients, (value, gradient) => value - d * gradient * rate)];
            }

            optimizer.Step();

            Assert.Equal(values, set.Select(p => p.Values.ToArray()));
            Assert.All(set, p => Assert.Equal(d, optimizer.GetScalar(p, "distance")));
            Assert.All(set, p => Assert.Equal(total, optimizer.GetScalar(p, "total")));
        }

        Assert.True(d > rule.InitialDistance);
    }

    [Fact]
    public void ScheduleFreeDescentEvaluatesTheAverageOfItsIterates()
    {
        using var set = DriftModel.CreateSet<double>(2000, 5);
        DriftModel.Fill(set, seed: 2);
        using var optimizer = Optimizer.Create(set, new AveragedDescent(LearningRate: 0.25));
        var (value, gradient) = (set[1].Values[2], set[1].Gradients[2]);

        for (var step = 1; step <= 4; step++)
            optimizer.Step();

        Assert.Equal(4 * 0.25 * 0.25, optimizer.GetScalar(set[0], "weight_sum"));
        Assert.Equal(value - 4 * 0.25 * gradient, optimizer.GetState(set[1], "z")[2], 1e-12);
        var training = set[1].Values.ToArray();
        using (optimizer.UseEvaluationWeights())
        {
            // With constant gradients z is an arithmetic progression.
            Assert.Equal(value - 0.25 * gradient * (1 + 2 + 3 + 4) / 4, set[1].Values[2], 1e-12);
        }

        Assert.Equal(training, set[1].Values.ToArray());
    }

    [Fact]
    public void AveragedWeightsAreEvaluatedAsTheirState()
    {
        using var set = DriftModel.CreateSet<float>(2000, 5);
        DriftModel.Fill(set, seed: 3);
        using var optimizer = Optimizer.Create(set, new AveragedAdam());
        for (var step = 1; step <= 3; step++)
            optimizer.Step();
        var training = set.Select(p => p.Values.ToArray()).ToArray();

        using (optimizer.UseEvaluationWeights())
        {
            Assert.Equal(set.Select(p => optimizer.GetState(p, "average").ToArray()), set.Select(p => p.Values.ToArray()));
            Assert.NotEqual(training[0], set[0].Values.ToArray());
        }

        Assert.Equal(training, set.Select(p => p.Values.ToArray()));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(50000)]
    public void StepsAllocateNothing(int count)
    {
        Check(new LayerwiseAdam());
        Check(new NormalizedMomentum());
        Check(new DistanceDescent());
        Check(new AveragedAdam());

        void Check(IUpdateRule rule)
        {
            using var team = new WorkerTeam(2);
            using var set = DriftModel.CreateSet<float>(count, count);
            DriftModel.Fill(set, seed: 4);
            using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team });

            Assert.Equal([0L, 0L], AllocatedBytes.Of(team, steps: 20, () => optimizer.Step()));
        }
    }

    private static void CheckApply<T>(int threads, IUpdateRule rule, Apply<T> apply)
        where T : unmanaged, INumber<T>
    {
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<T>(Counts);
        DriftModel.Fill(set, seed: 5);
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team });
        var states = optimizer.Groups[0].Rule.Schema.States.Select(state => state.Key).ToArray();
        var scalars = optimizer.Groups[0].Rule.Schema.Scalars.Select(scalar => scalar.Key).ToArray();
        var expected = set.Select(p =>
        {
            var values = p.Values.ToArray();
            var ownStates = states.Select(state => optimizer.GetState(p, state).ToArray()).ToArray();
            var ownScalars = scalars.Select(scalar => optimizer.GetScalar(p, scalar)).ToArray();
            for (var step = 1; step <= 4; step++)
                apply(step, values, p.Gradients, ownStates, ownScalars);
            return (values, ownStates, ownScalars);
        }).ToArray();

        for (var step = 1; step <= 4; step++)
            optimizer.Step(new StepOptions { GradientScale = 0.5, ZeroGradients = step == 4 });

        for (var i = 0; i < set.Count; i++)
        {
            Assert.Equal(expected[i].values, set[i].Values.ToArray());
            Assert.Equal(expected[i].ownStates, states.Select(state => optimizer.GetState(set[i], state).ToArray()));
            Assert.Equal(expected[i].ownScalars, scalars.Select(scalar => optimizer.GetScalar(set[i], scalar)));
            Assert.All(set[i].Gradients.ToArray(), gradient => Assert.Equal(T.Zero, gradient));
        }
    }

    private static byte[] Trajectory<T>(IUpdateRule rule, KernelTarget target, int threads)
        where T : unmanaged, INumber<T>
    {
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<T>(Counts);
        DriftModel.Fill(set, seed: 6);
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Target = target, Team = team });
        for (var step = 1; step <= 4; step++)
            optimizer.Step(new StepOptions { GradientScale = 1.0 / step });
        var trained = Bytes();
        using (optimizer.UseEvaluationWeights())
            return [.. trained, .. Bytes(), .. MemoryMarshal.AsBytes<double>(Scalars())];

        byte[] Bytes() => [.. set.SelectMany(p => MemoryMarshal.AsBytes(p.Values).ToArray())];

        double[] Scalars() =>
            [.. set.SelectMany(p => optimizer.Groups[0].Rule.Schema.Scalars.Select(scalar => optimizer.GetScalar(p, scalar.Key)))];
    }

    private static double Sum(double[] values)
    {
        var sum = 0.0;
        foreach (var block in values.Chunk(1024))
            sum += LaneSumTests.Plain<double>(block, value => value);
        return sum;
    }
}
