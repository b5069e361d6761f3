using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Tests.Optimization.Phases;

namespace FusedOptim.Tests.Optimization.Sweep;

public class MaximumNormTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(1.0 / 65_536)]
    [InlineData(-3.0)]
    public void HasTheBitsOfClipScaleWithAnyNumberOfThreads(double gradientScale)
    {
        Check<float>(3000, 33, 1, 4097, 16);
        Check<double>(3000, 33, 1, 4097, 16);
        Check<float>(5, 3);

        void Check<T>(params int[] counts)
            where T : unmanaged, INumber<T>
        {
            var expected = Run(threads: 1, (set, _) => new StepOptions
            {
                GradientScale = set.ComputeClipScale(0.01, gradientScale: gradientScale),
            });
            foreach (var threads in new[] { 1, 2, 5 })
            {
                Assert.Equal(expected, Run(threads, (_, step) => new StepOptions
                {
                    GradientScale = gradientScale, MaximumNorm = 0.01, SkipNonFinite = step == 2,
                }));
            }

            // Measures, averages weights, and zeroes: all that a step can do.
            byte[] Run(int threads, Func<ParameterSet<T>, int, StepOptions> options)
            {
                using var team = new WorkerTeam(threads);
                using var set = DriftModel.CreateSet<T>(counts);
                using var optimizer = Optimizer.Create(
                    set, p => p.Kind == ParameterKind.Weight ? new AveragedAdam() : new AveragedAdam(0.1),
                    new OptimizerOptions { Team = team });
                for (var step = 1; step <= 3; step++)
                {
                    DriftModel.Fill(set, seed: step);
                    optimizer.Step(options(set, step) with { ZeroGradients = true });
                    Assert.All(set, parameter => Assert.Equal(-1, parameter.Gradients.IndexOfAnyExcept(T.Zero)));
                }

                return SetBits.OfValuesAndStates(set, optimizer);
            }
        }
    }

    [Fact]
    public void IsThatOfTheScaledGradients()
    {
        using var set = new ParameterSet<double>();
        var weight = set.Add("weight", ParameterKind.Weight, 2);
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));
        weight.Gradients[0] = 3;
        weight.Gradients[1] = -4;

        var loose = optimizer.Step(new StepOptions { GradientScale = -2, MaximumNorm = 10.1 });
        Assert.Equal(new StepReport { GradientNorm = 10, GradientScale = -2 }, loose);
        Assert.Equal([6, -8], weight.Values.ToArray());

        weight.Values.Clear();
        var tight = optimizer.Step(new StepOptions { GradientScale = -2, MaximumNorm = 1 });
        Assert.Equal(new StepReport { GradientNorm = 10, GradientScale = -2 / (10 + 1e-6) }, tight);
        Assert.Equal([0.6, -0.8], weight.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void TheNormIsNaNWhereNobodyAskedForIt()
    {
        using var set = SetBits.With<float>(double.NaN, 40, 40);
        using var optimizer = Optimizer.Create(set, new DriftRule());

        Assert.Equal(
            new StepReport { GradientNorm = double.NaN, GradientScale = 0.5 },
            optimizer.Step(new StepOptions { GradientScale = 0.5 }));
        Assert.True(float.IsNaN(set[1].Values[^1]));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(20_000)]
    public void GradientsThatAreNotFiniteThrowAndAnotherStepCanFollow(int count)
    {
        using var set = SetBits.With<float>(double.NegativeInfinity, count, count);
        using var optimizer = Optimizer.Create(set, new DriftRule());
        var scheduled = 0;
        optimizer.Groups[0].Schedule((_, _) => scheduled++);
        var before = (SetBits.OfValuesAndStates(set, optimizer), SetBits.OfGradients(set));

        var exception = Assert.Throws<InvalidOperationException>(
            () => optimizer.Step(new StepOptions { MaximumNorm = 1, ZeroGradients = true }));

        Assert.Contains("'1.bias'", exception.Message);
        Assert.Equal(before.Item1, SetBits.OfValuesAndStates(set, optimizer));
        Assert.Equal(before.Item2, SetBits.OfGradients(set));
        Assert.Equal((0, 0, 0), (optimizer.StepCount, optimizer.SkippedStepCount, scheduled));

        set[1].Gradients[^1] = 0;
        Assert.False(optimizer.Step(new StepOptions { MaximumNorm = 1 }).IsSkipped);
        Assert.Equal((1, 1), (optimizer.StepCount, scheduled));
    }

    [Fact]
    public void SquaresThatOverflowAreTakenOnASmallerScale()
    {
        using var set = SetBits.With<double>(4e300, 5000, 5000);
        set[0].Gradients[7] = -3e300;
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));
        var before = set[1].Values[^1];

        var report = optimizer.Step(new StepOptions { GradientScale = 0.5, MaximumNorm = 10, SkipNonFinite = true });

        Assert.Equal(5e300, set.ComputeGradientNorm(), 1e287);
        Assert.Equal(2.5e300, report.GradientNorm, 1e287);
        Assert.Equal(10 / 5e300, report.GradientScale, 1e-313);
        Assert.Equal((false, 1), (report.IsSkipped, optimizer.StepCount));
        Assert.Equal(before - 8, set[1].Values[^1], 1e-12);
        Assert.Equal(report.GradientScale, set.ComputeClipScale(10, gradientScale: 0.5));
    }

    [Fact]
    public void ANormBeyondTheRangeOfDoubleStillClips()
    {
        using var set = new ParameterSet<double>();
        set.Add("weight", ParameterKind.Weight, 400).Gradients.Fill(double.MaxValue);

        Assert.Equal(double.PositiveInfinity, set.ComputeGradientNorm());
        Assert.Equal(1 / 20.0, set.ComputeClipScale(double.MaxValue), 1e-15);
        Assert.Equal(0.5, set.ComputeClipScale(double.MaxValue, gradientScale: 0.5) / set.ComputeClipScale(double.MaxValue) * 0.5, 1e-12);
        Assert.Equal(0, set.ComputeClipScale(1, gradientScale: 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RefusesAMaximumOutOfRange(double maximum)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new StepOptions { MaximumNorm = maximum });

        Assert.StartsWith("MaximumNorm is ", exception.Message);
        Assert.Contains("must be greater than 0 and finite", exception.Message);
        Assert.Null(default(StepOptions).MaximumNorm);
        Assert.Equal(default, new StepOptions { MaximumNorm = null });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AStepAllocatesNothing(int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = SetBits.With<float>(1, 10_000, 33);
        using var optimizer = Optimizer.Create(set, new AdamW(), new OptimizerOptions { Team = team });
        var options = new StepOptions { GradientScale = 0.5, MaximumNorm = 1, SkipNonFinite = true };

        Assert.All(
            AllocatedBytes.Of(team, steps: 10, () =>
            {
                set[1].Gradients[^1] = 1;
                optimizer.Step(options);
                set[1].Gradients[^1] = float.NaN;
                optimizer.Step(options);
            }),
            bytes => Assert.Equal(0, bytes));
        Assert.True(optimizer.StepCount > 10);
        Assert.Equal(optimizer.StepCount, optimizer.SkippedStepCount);
    }
}
