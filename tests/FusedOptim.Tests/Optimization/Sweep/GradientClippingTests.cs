using System.Numerics;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Optimization.Sweep;

/// <summary>Clipping in place against plain C#, bit for bit.</summary>
public class GradientClippingTests
{
    private static readonly int[][] Shapes =
        [[7, 33], [40], [3, 5, 2], [1, 9], [9, 1], [], [2, 3000], [5000], [300, 4], [1, 1, 6, 1], [1]];

    private static readonly Arbitrary<(int[] Shape, int Seed)[]> Models = (
        from shape in Gen.Elements(Shapes)
        from seed in Gen.Choose(0, 10_000)
        select (shape, seed)).NonEmptyListOf().Select(list => list.Take(12).ToArray()).ToArbitrary();

    private static readonly Arbitrary<(double Maximum, double Scale)> Numbers = (
        from maximum in Gen.Elements(0.01, 0.3, 1.0, 4.0)
        from scale in Gen.Elements(1, -1, 0.25, 1.0 / 65_536, 0)
        select (maximum, scale)).ToArbitrary();

    private delegate double Clip<T>(ParameterSet<T> set, double maximum, double scale, WorkerTeam team)
        where T : unmanaged;

    private delegate double PlainClip<T>(Parameter<T> parameter, T[] gradients, double maximum, double scale)
        where T : unmanaged;

    [Fact]
    public void ByValue()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => GradientClippingTests.Check<T>(
                (set, maximum, scale, team) =>
                {
                    set.ClipByValue(maximum, scale, team);
                    return 0;
                },
                (_, gradients, maximum, scale) =>
                {
                    var limit = T.CreateTruncating(maximum / Math.Abs(scale));
                    foreach (ref var gradient in gradients.AsSpan())
                        gradient = gradient > limit ? limit : gradient < -limit ? -limit : gradient;
                    return 0;
                });
    }

    /// <summary>Negative scales exchange the bounds; 0 is in every range.</summary>
    [Fact]
    public void ToARange()
    {
        Check<float>(-0.1, 1);
        Check<double>(-0.1, 1);
        Check<float>(-1, 0);
        Check<double>(0, 1);

        static void Check<T>(double lower, double upper)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => GradientClippingTests.Check<T>(
                (set, maximum, scale, team) =>
                {
                    set.ClipToRange(lower * maximum, upper * maximum, scale, team);
                    return 0;
                },
                (_, gradients, maximum, scale) =>
                {
                    if (scale == 0)
                        return 0;
                    var least = T.CreateTruncating((scale > 0 ? lower : upper) * maximum / scale);
                    var greatest = T.CreateTruncating((scale > 0 ? upper : lower) * maximum / scale);
                    foreach (ref var gradient in gradients.AsSpan())
                        gradient = gradient > greatest ? greatest : gradient < least ? least : gradient;
                    return 0;
                });
    }

    [Theory]
    [InlineData(0.1, 1, "minimum is 0.1; it must be at most 0 and finite.")]
    [InlineData(double.NegativeInfinity, 1, "minimum is -Infinity; it must be at most 0 and finite.")]
    [InlineData(-1, -0.5, "maximum is -0.5; it must be at least 0, finite and greater than the minimum, -1.")]
    [InlineData(0, 0, "maximum is 0; it must be at least 0, finite and greater than the minimum, 0.")]
    [InlineData(-1, double.NaN, "maximum is NaN; it must be at least 0, finite and greater than the minimum, -1.")]
    public void RefusesARangeWithout0(double minimum, double maximum, string message)
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, 3);
        weight.Gradients.Fill(9);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => set.ClipToRange(minimum, maximum));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal([9f, 9, 9], weight.Gradients.ToArray());
    }

    [Fact]
    public void ByTensorNorm()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => GradientClippingTests.Check<T>(
                (set, maximum, scale, team) => set.ClipByTensorNorm(maximum, scale, team),
                (_, gradients, maximum, scale) => Multiply(
                    gradients, maximum / (Math.Abs(scale) * PlainNorm<T>(gradients) + 1e-6)));
    }

    [Fact]
    public void ByUnitNorm()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => GradientClippingTests.Check<T>(
                (set, maximum, scale, team) => set.ClipByUnitNorm(
                    maximum, minimumNorm: 0.5, scale, p => p.Kind != ParameterKind.Bias, team),
                (parameter, gradients, maximum, scale) =>
                {
                    if (parameter.Kind == ParameterKind.Bias)
                        return 0;
                    // As the authors' code has it: squeezed to one dimension at most, the tensor is one unit.
                    var shape = parameter.Shape.Dimensions.ToArray();
                    var units = shape.Count(dimension => dimension != 1) <= 1 ? 1 : shape[0];
                    var length = gradients.Length / units;
                    var count = 0.0;
                    for (var unit = 0; unit < units; unit++)
                    {
                        var row = gradients.AsSpan(unit * length, length);
                        var norm = Math.Max(0.5, PlainNorm<T>(parameter.Values.Slice(unit * length, length)));
                        count += Multiply(row, maximum * norm / (Math.Abs(scale) * PlainNorm<T>(row)));
                    }

                    return count;
                });
    }

    [Fact]
    public void WhatIsNotFiniteStaysForTheStepToFind()
    {
        using var set = new ParameterSet<float>();
        var matrix = set.Add("matrix", ParameterKind.Weight, 3, 4);
        var bias = set.Add("bias", ParameterKind.Bias, 4);
        matrix.Gradients.Fill(10);
        bias.Gradients.Fill(20);
        matrix.Gradients[5] = float.PositiveInfinity;
        bias.Gradients[0] = float.NaN;
        float[] expected = [.. matrix.Gradients, .. bias.Gradients];

        Assert.Equal(0, set.ClipByTensorNorm(1));
        Assert.Equal(expected, (float[])[.. matrix.Gradients, .. bias.Gradients]);

        // Rows without it are clipped: to 0.01 times the least norm, 0.001.
        Assert.Equal(2, set.ClipByUnitNorm());
        float[] clipped = [5e-6f, 5e-6f, 5e-6f, 5e-6f];
        Assert.Equal(
            [.. clipped, .. expected[4..8], .. clipped], matrix.Gradients.ToArray(),
            (a, b) => a == b || Math.Abs(a - b) < 1e-11);
        Assert.Equal(expected[12..], bias.Gradients.ToArray());

        set.ClipByValue(15);
        Assert.Equal([10, 15, 10, 10], matrix.Gradients[4..8].ToArray());
        Assert.Equal([float.NaN, 15, 15, 15], bias.Gradients.ToArray());
    }

    [Fact]
    public void SquaresThatOverflowAreTakenOnASmallerScale()
    {
        using var set = new ParameterSet<double>();
        var matrix = set.Add("matrix", ParameterKind.Weight, 2, 3000);
        matrix.Gradients.Fill(1);
        matrix.Gradients[3000] = -3e300;
        matrix.Gradients[3001] = 4e300;

        Assert.Equal(1, set.ClipByTensorNorm(10));
        Assert.Equal([-6, 8], matrix.Gradients.Slice(3000, 2).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);

        matrix.Gradients.Fill(1);
        matrix.Gradients[3000] = -3e300;
        matrix.Gradients[3001] = 4e300;
        matrix.Values[3001] = 10;
        Assert.Equal(2, set.ClipByUnitNorm(ratio: 1));
        Assert.Equal([-6, 8], matrix.Gradients.Slice(3000, 2).ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void ValuesThatStartAtZeroCanLeaveIt()
    {
        using var set = new ParameterSet<double>();
        var bias = set.Add("bias", ParameterKind.Bias, 2);
        bias.Gradients[0] = 3;
        bias.Gradients[1] = 4;

        Assert.Equal(1, set.ClipByUnitNorm());
        Assert.Equal([0.6e-5, 0.8e-5], bias.Gradients.ToArray(), (a, b) => Math.Abs(a - b) < 1e-18);
        Assert.Equal(0, set.ClipByUnitNorm(0.0101));
    }

    [Fact]
    public void WithoutGradientsNothingIsCommitted()
    {
        using var set = new ParameterSet<float>();
        set.Add("weight", ParameterKind.Weight, 2, 3);

        set.ClipByValue(1);
        Assert.Equal(0, set.ClipByTensorNorm(1));
        Assert.Equal(0, set.ClipByUnitNorm());
        Assert.False(set.Storage.HasGradients);
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        using var set = SetBits.With<float>(100, 40, 40);
        var before = SetBits.OfGradients(set);
        foreach (var bad in new[] { 0, -1, double.NaN, double.PositiveInfinity })
        {
            Refuse("maximum", () => set.ClipByValue(bad));
            Refuse("maximumNorm", () => set.ClipByTensorNorm(bad));
            Refuse("ratio", () => set.ClipByUnitNorm(bad));
            Refuse("minimumNorm", () => set.ClipByUnitNorm(minimumNorm: bad));
        }

        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            Refuse("gradientScale", () => set.ClipByValue(1, bad));
            Refuse("gradientScale", () => set.ClipByTensorNorm(1, bad));
            Refuse("gradientScale", () => set.ClipByUnitNorm(1, 1, bad));
            Refuse("gradientScale", () => set.ComputeClipScale(1, gradientScale: bad));
        }

        Assert.Equal(before, SetBits.OfGradients(set));
        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => set.ClipByValue(1));
        Assert.Throws<ObjectDisposedException>(() => set.ClipByTensorNorm(1));
        Assert.Throws<ObjectDisposedException>(() => set.ClipByUnitNorm());

        static void Refuse(string name, Action action) => Assert.StartsWith(
            $"{name} is ", Assert.Throws<ArgumentOutOfRangeException>(action).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void AllocatesNothing(int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = SetBits.With<float>(1, 10_000, 33);

        var (steps, clipped) = (0, 0L);
        Assert.All(
            AllocatedBytes.Of(team, steps: 10, () =>
            {
                steps++;
                set[0].Gradients[0] = 1000;
                set.ClipByValue(500, 1, team);
                clipped += set.ClipByTensorNorm(100, 1, team);
                clipped += set.ClipByUnitNorm(0.5, 1e-3, 1, static p => p.Kind == ParameterKind.Weight, team);
            }),
            bytes => Assert.Equal(0, bytes));
        Assert.Equal(2 * steps, clipped);
    }

    private static void Check<T>(Clip<T> clip, PlainClip<T> plain)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var one = new WorkerTeam(1);
        using var two = new WorkerTeam(2);
        using var five = new WorkerTeam(5);
        Prop.ForAll(Models, Numbers, (model, numbers) =>
        {
            using var set = new ParameterSet<T>();
            foreach (var (index, (shape, seed)) in model.Index())
                set.Add($"{index}", seed % 3 == 0 ? ParameterKind.Bias : ParameterKind.Weight, shape);
            var gradients = model.Select((tensor, index) => Fill(set[index], tensor.Seed)).ToArray();
            var expected = gradients.Select(tensor => tensor.ToArray()).ToArray();
            var (maximum, scale) = numbers;
            var count = set.Sum(parameter => plain(parameter, expected[parameter.Index], maximum, scale));

            foreach (var team in new[] { one, two, five })
            {
                foreach (var (index, tensor) in gradients.Index())
                    tensor.CopyTo(set[index].Gradients);
                Assert.Equal(count, clip(set, maximum, scale, team));
                foreach (var (index, tensor) in expected.Index())
                    Assert.Equal(MemoryMarshal.AsBytes<T>(tensor), MemoryMarshal.AsBytes(set[index].Gradients));
            }
        }).CheckSeeded();
    }

    private static T[] Fill<T>(Parameter<T> parameter, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var size = Math.Pow(10, random.Next(-5, 3));
        foreach (ref var value in parameter.Values)
            value = T.CreateTruncating(size * (random.NextDouble() - 0.5));
        var gradients = new T[parameter.Count];
        size = Math.Pow(10, random.Next(-5, 6));
        foreach (ref var gradient in gradients.AsSpan())
            gradient = T.CreateTruncating(random.Next(50) == 0 ? -0.0 : size * (random.NextDouble() - 0.5));
        return gradients;
    }

    private static double Multiply<T>(Span<T> gradients, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(factor < 1))
            return 0;
        foreach (ref var gradient in gradients)
            gradient *= T.CreateTruncating(factor);
        return 1;
    }

    private static double PlainNorm<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
    {
        var sum = 0.0;
        for (var start = 0; start < values.Length; start += BlockReduction.Length)
        {
            var end = Math.Min(start + BlockReduction.Length, values.Length);
            sum += LaneSumTests.Plain(values[start..end], value => value * value);
        }

        return Math.Sqrt(sum);
    }
}
