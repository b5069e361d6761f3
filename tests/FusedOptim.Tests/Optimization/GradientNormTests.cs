using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization;

public class GradientNormTests
{
    [Fact]
    public void HasTheBitsOfTheStatedOrderWithAnyNumberOfThreads()
    {
        Check<float>(3000, 1, 1024, 1025, 33, 100_000);
        Check<double>(3000, 1, 1024, 1025, 33, 100_000);
        Check<float>(5);

        static void Check<T>(params int[] counts)
            where T : unmanaged, INumber<T>
        {
            using var set = DriftModel.CreateSet<T>(counts);
            DriftModel.Fill(set, seed: 1);
            var expected = PlainNorm(set);
            foreach (var threads in new[] { 1, 2, 3, 7 })
            {
                using var team = new WorkerTeam(threads);
                Assert.Equal(expected, set.ComputeGradientNorm(team));
            }

            Assert.Equal(expected, set.ComputeGradientNorm());
        }
    }

    [Fact]
    public void CountsNeitherBuffersNorValues()
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 2);
        set.AddBuffer("mean", 3).Values.Fill(100);
        weight.Values.Fill(100);

        Assert.Equal(0, set.ComputeGradientNorm());
        weight.Gradients[0] = 3;
        weight.Gradients[1] = -4;
        Assert.Equal(5, set.ComputeGradientNorm());
    }

    [Fact]
    public void ClipsAsTheFormulaSays()
    {
        using var set = new ParameterSet<double>();
        var weight = set.Add("weight", ParameterKind.Weight, 2);
        Assert.Equal(1, set.ComputeClipScale(0.5));

        weight.Gradients[0] = 3;
        weight.Gradients[1] = 4;

        Assert.Equal(0.5 / (5 + 1e-6), set.ComputeClipScale(0.5));
        Assert.Equal(5 / (5 + 1e-6), set.ComputeClipScale(5));
        Assert.Equal(1, set.ComputeClipScale(5.1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void FindsGradientsThatAreNotFinite(double bad)
    {
        using var set = DriftModel.CreateSet<double>(5000, 5000, 5000);
        DriftModel.Fill(set, seed: 4);
        Assert.True(double.IsFinite(set.ComputeGradientNorm()));

        set[1].Gradients[4999] = bad;

        Assert.False(double.IsFinite(set.ComputeGradientNorm()));
        Assert.Contains("'1.bias'", Assert.Throws<InvalidOperationException>(() => set.ComputeClipScale(1)).Message);
    }

    [Fact]
    public void LargestFloatsDoNotOverflow()
    {
        using var set = new ParameterSet<float>();
        set.Add("weight", ParameterKind.Weight, 10_000).Gradients.Fill(float.MaxValue);

        Assert.Equal(100.0 * float.MaxValue, set.ComputeGradientNorm(), 1e-9 * float.MaxValue);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RefusesAMaximumOutOfRange(double maximum)
    {
        using var set = new ParameterSet<float>();

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => set.ComputeClipScale(maximum));
        Assert.Contains("must be greater than 0 and finite", exception.Message);
    }

    [Fact]
    public void ThrowsOnceTheSetIsDisposed()
    {
        var set = DriftModel.CreateSet<float>(2);
        DriftModel.Fill(set, seed: 2);
        set.Dispose();

        Assert.Throws<ObjectDisposedException>(() => set.ComputeGradientNorm());
        Assert.Throws<ObjectDisposedException>(() => set.ComputeClipScale(1));
    }

    [Fact]
    public void AllocatesNothing()
    {
        using var team = new WorkerTeam(1);
        using var set = DriftModel.CreateSet<float>(5000, 3);
        DriftModel.Fill(set, seed: 3);
        set.ComputeClipScale(1, team: team);

        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 10; i++)
                set.ComputeClipScale(1, team: team);
        }));
    }

    private static double PlainNorm<T>(ParameterSet<T> set)
        where T : unmanaged, INumber<T>
    {
        var total = 0.0;
        foreach (var parameter in set)
        {
            var sum = 0.0;
            for (var start = 0; start < parameter.Count; start += 1024)
                sum += LaneSumTests.Plain<T>(
                    parameter.Gradients[start..(int)Math.Min(start + 1024, parameter.Count)], value => value * value);
            total += sum;
        }

        return Math.Sqrt(total);
    }
}
