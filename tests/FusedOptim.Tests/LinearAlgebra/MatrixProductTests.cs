using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class MatrixProductTests : IDisposable
{
    private WorkerTeam Team { get; } = new(1);

    public static TheoryData<KernelTarget> Targets => [.. PlainMatrices.Targets];

    public void Dispose() => Team.Dispose();

    [Theory]
    [MemberData(nameof(Targets))]
    public void HasTheBitsOfATripleLoop(KernelTarget target)
    {
        // 0 and 1, whole tiles and all remainders of tiles and panels.
        var size = Gen.OneOf(Gen.Choose(0, 9), Gen.Choose(10, 70));
        var shapes = size.Three().ToArbitrary();
        Prop.ForAll(shapes, shape =>
        {
            Compare<float>(Team, target, shape.Item1, shape.Item2, shape.Item3);
            Compare<double>(Team, target, shape.Item1, shape.Item2, shape.Item3);
        }).CheckSeeded();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void HasTheSameBitsOnAnyNumberOfThreads(int threads)
    {
        using var team = new WorkerTeam(threads);
        // Shared by rows, by columns, and with more workers than either has tiles.
        foreach (var (rows, columns, depth) in new[] { (100, 33, 40), (20, 300, 40), (9, 10, 2000) })
            Compare<float>(team, KernelTargets.Selected, rows, columns, depth);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void KeepsInfinitiesNaNsAndDenormalsToTheirElements(KernelTarget target)
    {
        const int rows = 9, columns = 35, depth = 3;
        var a = Values<float>(rows * depth, 1);
        var b = Values<float>(depth * columns, 2);
        a[4] = float.NaN;
        b[7] = float.PositiveInfinity;
        b[columns + 20] = float.Epsilon;
        var c = new float[rows * columns];
        new MatrixProduct<float>(Team, target).Multiply(a, b, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(i * depth) + k], (k, j) => b[(k * columns) + j], (_, _) => 0), c);
    }

    [Fact]
    public void RefusesLengthsThatAreNotTheMatrixs()
    {
        var product = new MatrixProduct<float>();
        var error = Assert.Throws<ArgumentException>(
            () => product.Multiply(new float[5], new float[6], new float[4], 2, 2, 3));
        Assert.StartsWith("a has 5 elements; it must have 2 × 3 = 6.", error.Message);
        Assert.Throws<ArgumentException>(() => product.Multiply(new float[6], new float[5], new float[4], 2, 2, 3));
        Assert.Throws<ArgumentException>(() => product.Multiply(new float[6], new float[6], new float[5], 2, 2, 3));
        Assert.Throws<ArgumentException>(
            () => product.MultiplyByTransposed(new float[6], new float[6], new float[3], new float[4], 2, 2, 3));
        Assert.Throws<ArgumentException>(
            () => product.Multiply(new float[6], new float[6], new float[3], new float[4], 2, 2, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => product.Multiply([], [], [], -1, 0, 0));
    }

    [Fact]
    public void RefusesAResultThatOverlapsAnOperand()
    {
        var product = new MatrixProduct<float>();
        var memory = new float[16];
        Assert.Throws<ArgumentException>(
            () => product.Multiply(memory.AsSpan(0, 4), new float[4], memory.AsSpan(3, 4), 2, 2, 2));
        Assert.Throws<ArgumentException>(
            () => product.Multiply(new float[4], memory.AsSpan(0, 4), memory.AsSpan(3, 4), 2, 2, 2));
        Assert.Throws<ArgumentException>(() => product.MultiplyByTransposed(
            new float[4], new float[4], memory.AsSpan(0, 2), memory.AsSpan(1, 4), 2, 2, 2));
        Assert.All(memory, value => Assert.Equal(0, value));
    }

    [Fact]
    public void HasNoOtherElementsThanFloatAndDouble() =>
        Assert.Throws<NotSupportedException>(() => new MatrixProduct<int>());

    private static void Compare<T>(WorkerTeam team, KernelTarget target, int rows, int columns, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = new MatrixProduct<T>(team, target);
        var a = Values<T>(rows * depth, 1);
        var b = Values<T>(depth * columns, 2);
        var bias = Values<T>(columns, 3);
        var start = Values<T>(rows * columns, 4);

        var c = Values<T>(rows * columns, 5);
        product.Multiply(a, b, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(i * depth) + k], (k, j) => b[(k * columns) + j],
                (_, _) => T.Zero),
            c);

        product.Multiply(a, b, bias, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(i * depth) + k], (k, j) => b[(k * columns) + j],
                (_, j) => bias[j]),
            c);

        product.MultiplyByTransposed(a, b, bias, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(i * depth) + k], (k, j) => b[(j * depth) + k],
                (_, j) => bias[j]),
            c);

        product.MultiplyByTransposed(a, b, default, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(i * depth) + k], (k, j) => b[(j * depth) + k], (_, _) => T.Zero), c);

        start.CopyTo(c, 0);
        product.AddTransposedTimes(a, b, c, rows, columns, depth);
        AssertSameBits(
            Expected(
                rows, columns, depth, (i, k) => a[(k * rows) + i], (k, j) => b[(k * columns) + j],
                (i, j) => start[(i * columns) + j]),
            c);
    }

    private static T[] Expected<T>(
        int rows, int columns, int depth, Func<int, int, T> a, Func<int, int, T> b, Func<int, int, T> start)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var result = new T[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = start(i, j);
                for (var k = 0; k < depth; k++)
                    sum = T.FusedMultiplyAdd(a(i, k), b(k, j), sum);
                result[(i * columns) + j] = sum;
            }
        }

        return result;
    }
}
