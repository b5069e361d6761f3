using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class QrDecompositionTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 9 }, { 9, 1 }, { 5, 3 }, { 3, 5 }, { 64, 64 }, { 100, 37 }, { 37, 100 }, { 130, 97 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void FactorsAreOrthonormalAndTriangularAndGiveTheMatrix(int rows, int columns)
    {
        Check(Values<double>(rows * columns, 1), rows, columns, 1e-13);
        Check(Values<float>(rows * columns, 1), rows, columns, 2e-5f);
        // Rank one, and zero.
        Check([.. Enumerable.Range(0, rows * columns).Select(i => (i / columns - 1.0) * (i % columns + 1) / columns)], rows, columns, 2e-13);
        Check(new double[rows * columns], rows, columns, 0);
    }

    [Fact]
    public void FactorsOfAKnownProductAreFound()
    {
        const int rows = 40, columns = 25;
        var q = Orthonormal(rows, columns, 1);
        var r = Values<double>(columns * columns, 2);
        for (var i = 0; i < r.Length; i++)
        {
            var (row, column) = (i / columns, i % columns);
            r[i] = row == column ? 1 + Math.Abs(r[i]) : row > column ? 0 : r[i] / columns;
        }

        var (foundQ, foundR) = (new double[rows * columns], new double[columns * columns]);
        new QrDecomposition<double>().Decompose(Multiply(q, r, rows, columns, columns), foundQ, foundR, rows, columns);
        Assert.InRange(Distance(q, foundQ), 0, 1e-13);
        Assert.InRange(Distance(r, foundR), 0, 1e-13);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void ExtremeMatricesHaveTheFactorsOfOrdinaryOnes(double factor)
    {
        var ordinary = Values<double>(12 * 7, 1);
        var (q, extremeQ, r) = (new double[12 * 7], new double[12 * 7], new double[7 * 7]);
        new QrDecomposition<double>().Decompose(ordinary, q, default, 12, 7);
        new QrDecomposition<double>().Decompose([.. ordinary.Select(value => value * factor)], extremeQ, r, 12, 7);
        Assert.InRange(Distance(q, extremeQ), 0, 1e-14);
        Assert.All(r, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(1e-150)]
    [InlineData(1e-160)]
    [InlineData(1e-170)]
    public void ColumnsWhoseSquaresUnderflowLeaveTheFactorOrthonormal(double factor)
    {
        var a = Values<double>(12 * 7, 1);
        for (var i = 0; i < a.Length; i++)
            a[i] *= i % 7 > 2 ? factor : 1;
        var q = new double[12 * 7];
        new QrDecomposition<double>().Decompose(a, q, default, 12, 7);
        Assert.InRange(DistanceFromOrthonormal(q, 12, 7), 0, 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void BatchesHaveTheBitsOfMatricesAlone(int threads)
    {
        using var team = new WorkerTeam(threads);
        const int rows = 13, columns = 10, count = 5;
        var a = Values<float>(count * rows * columns, 1);
        var (q, r) = (new float[count * rows * columns], new float[count * columns * columns]);
        new QrDecomposition<float>(team).Decompose(a, q, r, rows, columns, count);
        for (var i = 0; i < count; i++)
        {
            var (aloneQ, aloneR) = (new float[rows * columns], new float[columns * columns]);
            new QrDecomposition<float>().Decompose(a.AsSpan(i * rows * columns, rows * columns), aloneQ, aloneR, rows, columns);
            AssertSameBits(aloneQ, q[(i * rows * columns)..((i + 1) * rows * columns)]);
            AssertSameBits(aloneR, r[(i * columns * columns)..((i + 1) * columns * columns)]);
        }
    }

    [Fact]
    public void ElementsThatAreNotFiniteGiveNaN()
    {
        var (q, r) = (new float[6], new float[4]);
        new QrDecomposition<float>().Decompose([1, 2, float.PositiveInfinity, 3, 4, 5], q, r, 3, 2);
        Assert.All(q.Concat(r), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void LengthsThatAreNotTheMatrixsAreRefused()
    {
        var decomposition = new QrDecomposition<double>();
        var error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[5], new double[6], new double[4], 3, 2));
        Assert.Equal("a has 5 elements; it must have 3 × 2 = 6. (Parameter 'a')", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[12], new double[5], new double[8], 3, 2, 2));
        Assert.Equal("q has 5 elements; it must have 2 × 3 × 2 = 12. (Parameter 'q')", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[6], new double[6], new double[9], 3, 2));
        Assert.Equal("r has 9 elements; it must have 2 × 2 = 4. (Parameter 'r')", error.Message);
        var memory = new double[6];
        Assert.Throws<ArgumentException>(() => decomposition.Decompose(memory, memory, default, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => decomposition.Decompose([], [], [], -1, 2));
    }

    [Fact]
    public void WarmCallsAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        var decomposition = new QrDecomposition<float>(team);
        var (a, q, r) = (Values<float>(6 * 20 * 10, 1), new float[6 * 20 * 10], new float[6 * 100]);
        Assert.All(
            AllocatedBytes.Of(team, 2, () => decomposition.Decompose(a, q, r, 20, 10, 6)), count => Assert.Equal(0, count));
    }

    private static void Check<T>(T[] a, int rows, int columns, T tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = Math.Min(rows, columns);
        var (q, r, onlyQ) = (Values<T>(rows * size, 7), Values<T>(size * columns, 8), new T[rows * size]);
        var decomposition = new QrDecomposition<T>();
        decomposition.Decompose(a, q, r, rows, columns);
        decomposition.Decompose(a, onlyQ, default, rows, columns);
        AssertSameBits(q, onlyQ);
        var bound = double.CreateTruncating(tolerance);
        Assert.InRange(DistanceFromOrthonormal(q, rows, size), 0, bound);
        Assert.InRange(Distance(ToDouble(a), Multiply(ToDouble(q), ToDouble(r), rows, columns, size)), 0, bound * size);
        for (var i = 0; i < size; i++)
        {
            Assert.False(T.IsNegative(r[(i * columns) + i]));
            for (var j = 0; j < i; j++)
                Assert.Equal(T.Zero, r[(i * columns) + j]);
        }
    }
}
