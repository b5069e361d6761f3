using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class SymmetricEigendecompositionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(130)]
    public void MatricesAreTakenApart(int size)
    {
        var random = Values<double>(size * size, 1);
        var symmetric = random.Zip(Transpose(random, size, size), (x, y) => x + y).ToArray();
        var vector = Values<double>(size, 2);
        Check(symmetric, size);
        Check(new double[size * size], size);
        Check(Identity(size), size);
        Check(Multiply(vector, vector, size, size, 1), size);
        Check([.. symmetric.Select((value, i) => i / size == i % size ? value : 0)], size);
        // Each eigenvalue three times, some of them zero.
        var q = Orthonormal(size, size, 3);
        Check(Compose(q, [.. Enumerable.Range(0, size).Select(i => (double)(i / 3))], q, size, size), size);
    }

    /// <summary>Most eigenvalues are roundings of zero, as those of a wide matrix times its transpose are.</summary>
    [Theory]
    [InlineData(241, 17)]
    [InlineData(200, 1)]
    [InlineData(130, 120)]
    [InlineData(64, 3)]
    public void MatricesOfLowRankAreTakenApart(int size, int rank)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var factor = Values<double>(size * rank, seed);
            Check(Multiply(factor, Transpose(factor, size, rank), size, size, rank), size);
            // Added up, as statistics are, with sizes that are far apart.
            var small = Values<double>(size * rank, seed + 10).Select(value => 1e-9 * value).ToArray();
            var sum = Multiply(small, Transpose(small, size, rank), size, size, rank)
                .Zip(Multiply(factor, Transpose(factor, size, rank), size, size, rank), (x, y) => x + y).ToArray();
            Check(sum, size);
        }
    }

    [Fact]
    public void KnownSpectraAndVectorsAreFound()
    {
        const int size = 40;
        var q = Orthonormal(size, size, 1);
        double[] values = [.. Enumerable.Range(0, size).Select(i => i - 10.5)];
        var (found, vectors) = (new double[size], new double[size * size]);
        new SymmetricEigendecomposition<double>().Decompose(Compose(q, values, q, size, size), found, vectors, size);
        Assert.InRange(Distance(values, found), 0, 1e-12);
        for (var j = 0; j < size; j++)
        {
            double[] expected = [.. Enumerable.Range(0, size).Select(i => q[(i * size) + j])];
            double[] actual = [.. Enumerable.Range(0, size).Select(i => vectors[(i * size) + j])];
            Assert.True(actual.MaxBy(Math.Abs) > 0);
            if (expected.MaxBy(Math.Abs) < 0)
                expected = [.. expected.Select(value => -value)];
            Assert.InRange(Distance(expected, actual), 0, 1e-12);
        }
    }

    [Fact]
    public void TheSpectrumOfTheSecondDifferenceIsThatOfTheBooks()
    {
        const int size = 100;
        double[] a = [.. Enumerable.Range(0, size * size).Select(i => Math.Abs(i / size - i % size) switch { 0 => 2.0, 1 => -1, _ => 0 })];
        var (values, vectors) = (new double[size], new double[size * size]);
        new SymmetricEigendecomposition<double>().Decompose(a, values, vectors, size);
        for (var k = 1; k <= size; k++)
            Assert.Equal(2 - (2 * Math.Cos(k * Math.PI / (size + 1))), values[k - 1], 1e-14 * size);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void ExtremeMatricesAreTakenApart(double factor)
    {
        const int size = 12;
        var q = Orthonormal(size, size, 1);
        double[] values = [.. Enumerable.Range(0, size).Select(i => (i - 3) * factor)];
        var (found, vectors) = (new double[size], new double[size * size]);
        new SymmetricEigendecomposition<double>().Decompose(Compose(q, values, q, size, size), found, vectors, size);
        Assert.InRange(Distance(values, found), 0, 1e-14 * size * factor);
        Assert.InRange(DistanceFromOrthonormal(vectors, size, size), 0, 1e-14 * size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void BatchesHaveTheBitsOfMatricesAlone(int threads)
    {
        using var team = new WorkerTeam(threads);
        const int size = 19, count = 5;
        var a = Values<float>(count * size * size, 1);
        var (values, vectors) = (new float[count * size], new float[count * size * size]);
        new SymmetricEigendecomposition<float>(team).Decompose(a, values, vectors, size, count);
        for (var i = 0; i < count; i++)
        {
            var range = (i * size * size)..((i + 1) * size * size);
            var (aloneValues, aloneVectors) = (new float[size], a[range]);
            // In place, and by the lower triangle.
            for (var j = 1; j < size; j++)
                aloneVectors[j] = 0;
            new SymmetricEigendecomposition<float>().Decompose(aloneVectors, aloneValues, aloneVectors, size);
            AssertSameBits(aloneValues, values[(i * size)..((i + 1) * size)]);
            AssertSameBits(aloneVectors, vectors[range]);
        }
    }

    [Fact]
    public void ElementsThatAreNotFiniteGiveNaN()
    {
        var (values, vectors) = (new float[2], new float[4]);
        new SymmetricEigendecomposition<float>().Decompose([1, 2, float.NaN, 3], values, vectors, 2);
        Assert.All(values.Concat(vectors), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void LengthsThatAreNotTheMatrixsAreRefused()
    {
        var decomposition = new SymmetricEigendecomposition<double>();
        var error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[5], new double[2], new double[4], 2));
        Assert.Equal("a has 5 elements; it must have 2 × 2 = 4. (Parameter 'a')", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[12], new double[2], new double[12], 2, 3));
        Assert.Equal("eigenvalues has 2 elements; it must have 3 × 2 = 6. (Parameter 'eigenvalues')", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => decomposition.Decompose(new double[4], new double[2], new double[5], 2));
        Assert.Equal("eigenvectors has 5 elements; it must have 2 × 2 = 4. (Parameter 'eigenvectors')", error.Message);
        var memory = new double[6];
        Assert.Throws<ArgumentException>(() => decomposition.Decompose(memory.AsSpan(0, 4), new double[2], memory.AsSpan(1, 4), 2));
        Assert.Throws<ArgumentException>(() => decomposition.Decompose(memory.AsSpan(0, 4), memory.AsSpan(3, 2), new double[4], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => decomposition.Decompose([], [], [], -1));
    }

    [Fact]
    public void WarmCallsAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        var decomposition = new SymmetricEigendecomposition<float>(team);
        var (a, values, vectors) = (Values<float>(6 * 400, 1), new float[6 * 20], new float[6 * 400]);
        Assert.All(
            AllocatedBytes.Of(team, 2, () => decomposition.Decompose(a, values, vectors, 20, 6)), count => Assert.Equal(0, count));
    }

    private static void Check(double[] a, int size)
    {
        Check(a, size, 5e-15);
        Check(From<float>(a), size, 5e-7);
    }

    private static void Check<T>(T[] a, int size, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (values, vectors) = (new T[size], new T[size * size]);
        new SymmetricEigendecomposition<T>().Decompose(a, values, vectors, size);
        var q = ToDouble(vectors);
        Assert.InRange(DistanceFromOrthonormal(vectors, size, size), 0, epsilon * size);
        var largest = ToDouble(a).Max(Math.Abs);
        Assert.InRange(
            Distance(ToDouble(a), Compose(q, ToDouble(values), q, size, size)), 0, epsilon * size * Math.Sqrt(size) * largest);
        Assert.Equal(values.Order(), values);
    }
}
