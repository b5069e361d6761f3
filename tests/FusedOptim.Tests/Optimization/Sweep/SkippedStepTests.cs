using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Sweep;

public class SkippedStepTests
{
    private static readonly Arbitrary<double[][]> Gradients = (
        from gradient in Gen.Frequency(
            (60, Gen.Choose(-1000, 1000).Select(value => value / 64.0)),
            (2, Gen.Elements(1e300, -1e300, double.MaxValue, double.Epsilon)),
            (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity)))
        select gradient).NonEmptyListOf().Select(list => list.ToArray()).NonEmptyListOf().Select(list => list.ToArray())
        .ToArbitrary();

    private static readonly StepOptions Skip = new() { SkipNonFinite = true };

    [Theory]
    [InlineData(double.NaN, 40)]
    [InlineData(double.NegativeInfinity, 20_000)]
    public void LeavesEveryBit(double bad, int count)
    {
        Check<float>();
        Check<double>();

        void Check<T>()
            where T : unmanaged, INumber<T>
        {
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var team = new WorkerTeam(threads);
                using var set = SetBits.With<T>(1, count, count, 3);
                // The last one is frozen.
                using var optimizer = Optimizer.Create(
                    set, p => p == set[2] ? null : new DriftRule(), new OptimizerOptions { Team = team });
                var scheduled = new List<int>();
                optimizer.Groups[0].Schedule((_, step) => scheduled.Add(step));
                optimizer.Step(Skip);
                set[1].Gradients[^1] = T.CreateTruncating(bad);
                var before = (SetBits.OfValuesAndStates(set, optimizer), SetBits.OfGradients(set));

                var report = optimizer.Step(Skip with { GradientScale = 0.25, MaximumNorm = 1 });

                Assert.Equal((true, "1.bias", 0.25), (report.IsSkipped, report.NonFiniteParameter, report.GradientScale));
                Assert.False(double.IsFinite(report.GradientNorm));
                Assert.Equal(before.Item1, SetBits.OfValuesAndStates(set, optimizer));
                Assert.Equal(before.Item2, SetBits.OfGradients(set));
                Assert.Equal((1, 1, 1), (optimizer.StepCount, optimizer.SkippedStepCount, optimizer.GetStepCount(set[0])));

                // Zeroes what the step would have zeroed.
                Assert.True(optimizer.Step(Skip with { ZeroGradients = true }).IsSkipped);
                Assert.Equal(before.Item1, SetBits.OfValuesAndStates(set, optimizer));
                Assert.Equal(-1, set[0].Gradients.IndexOfAnyExcept(T.Zero));
                Assert.Equal(-1, set[1].Gradients.IndexOfAnyExcept(T.Zero));
                Assert.NotEqual(-1, set[2].Gradients.IndexOfAnyExcept(T.Zero));

                Assert.False(optimizer.Step(Skip).IsSkipped);
                Assert.Equal((2, 2), (optimizer.StepCount, optimizer.SkippedStepCount));
                Assert.Equal([1, 2], scheduled);
            }
        }
    }

    [Fact]
    public void TheTrajectoryIsThatWithoutTheStep()
    {
        Assert.Equal(Run([1, 2, 3], skipped: []), Run([1, 2, 3], skipped: [0, 2]));

        static byte[] Run(int[] seeds, int[] skipped)
        {
            using var set = DriftModel.CreateSet<float>(3000, 40);
            DriftModel.Fill(set, seed: 9);
            using var optimizer = Optimizer.Create(set, new Prodigy());
            for (var i = 0; i < seeds.Length; i++)
            {
                if (skipped.Contains(i))
                {
                    set[0].Gradients[i] = float.NaN;
                    Assert.True(optimizer.Step(Skip).IsSkipped);
                }

                DriftModel.FillGradients(set[0], new Random(seeds[i]));
                DriftModel.FillGradients(set[1], new Random(seeds[i]));
                Assert.False(optimizer.Step(Skip).IsSkipped);
            }

            return SetBits.OfValuesAndStates(set, optimizer);
        }
    }

    [Fact]
    public void TheFirstParameterThatIsNotFiniteIsNamedAndNoOther()
    {
        Prop.ForAll(Gradients, tensors => Check<double>(tensors)).CheckSeeded();
        Prop.ForAll(Gradients, tensors => Check<float>(tensors)).CheckSeeded();

        static void Check<T>(double[][] tensors)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            using var set = new ParameterSet<T>();
            foreach (var (index, gradients) in tensors.Index())
            {
                // Of a kind that is laid out in another order.
                set.Add($"{index}", index % 2 == 0 ? ParameterKind.Bias : ParameterKind.Weight, gradients.Length);
            }

            foreach (var (index, gradients) in tensors.Index())
            {
                for (var i = 0; i < gradients.Length; i++)
                    set[index].Gradients[i] = T.CreateTruncating(gradients[i]);
            }

            using var optimizer = Optimizer.Create(set, new Sgd());
            var expected = set.FirstOrDefault(p => p.Gradients.ToArray().Any(gradient => !T.IsFinite(gradient)))?.Name;

            var report = optimizer.Step(Skip);

            Assert.Equal((expected is not null, expected), (report.IsSkipped, report.NonFiniteParameter));
            Assert.Equal(expected is null ? (1, 0) : (0, 1), (optimizer.StepCount, optimizer.SkippedStepCount));
            if (expected is null)
            {
                double[] all = [.. set.SelectMany(p => p.Gradients.ToArray()).Select(double.CreateTruncating)];
                var largest = Math.Max(all.Max(Math.Abs), double.Epsilon);
                var norm = largest * Math.Sqrt(all.Sum(gradient => gradient / largest * (gradient / largest)));
                Assert.Equal(norm, report.GradientNorm, 1e-6 * norm + 1e-150);
            }
        }
    }

    [Fact]
    public void EachOfSeveralOptimizersSeesTheGradientsThatItSteps()
    {
        using var set = SetBits.With<float>(1, 100, 100);
        using var weights = Optimizer.Create(set, p => p.Kind == ParameterKind.Weight ? new Adam() : null);
        var weightNorm = set.ComputeGradientNorm();
        using var biases = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? new Sgd() : null);
        var biasNorm = Math.Sqrt(Math.Pow(set.ComputeGradientNorm(), 2) - Math.Pow(weightNorm, 2));
        var options = Skip with { MaximumNorm = 0.5, ZeroGradients = true };

        var report = weights.Step(options);
        Assert.Equal((weightNorm, 0.5 / (weightNorm + 1e-6)), (report.GradientNorm, report.GradientScale));
        Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal(biasNorm, biases.Step(options with { ZeroGradients = false }).GradientNorm, 1e-12);

        set[1].Gradients[3] = float.PositiveInfinity;
        Assert.False(weights.Step(options).IsSkipped);
        Assert.True(biases.Step(options).IsSkipped);
        Assert.All(set[1].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        Assert.Equal((2, 1), (weights.StepCount, biases.StepCount));
    }

    [Fact]
    public void MicroBatchesAddUpToTheirMean()
    {
        using var set = DriftModel.CreateSet<double>(300);
        using var whole = DriftModel.CreateSet<double>(300);
        using var optimizer = Optimizer.Create(set, new AdamW());
        using var expected = Optimizer.Create(whole, new AdamW());
        for (var i = 0; i < 300; i++)
        {
            for (var part = 1; part <= 4; part++)
                set[0].Gradients[i] += i * part;
            whole[0].Gradients[i] = i * 10 / 4.0;
        }

        optimizer.Step(new StepOptions { GradientScale = 1.0 / 4, ZeroGradients = true });
        expected.Step();

        Assert.Equal(whole[0].Values.ToArray(), set[0].Values.ToArray());
    }
}
