using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class NewtonSchulzTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
        [(1, 1), (1, 40), (40, 1), (5, 3), (64, 64), (100, 37), (37, 100), (257, 130)];

    public static TheoryData<KernelTarget> Targets => [.. PlainMatrices.Targets];

    public static TheoryData<string> Sets => ["Muon", "PolarExpress", "Cans"];

    [Theory]
    [MemberData(nameof(Sets))]
    public void OrthogonalizationIsThatOfPlainLoops(string set)
    {
        var coefficients = Coefficients(set);
        foreach (var (rows, columns) in Shapes)
        {
            var x = Values<double>(rows * columns, 1);
            var result = new double[x.Length];
            new NewtonSchulz<double>().Orthogonalize(x, result, rows, columns, coefficients);
            Assert.InRange(Distance(Plain(x, rows, columns, coefficients), result), 0, 1e-10);

            var single = new float[x.Length];
            new NewtonSchulz<float>().Orthogonalize(From<float>(x), single, rows, columns, coefficients);
            // Some roundings at the start, where the singular values are steepest.
            Assert.InRange(Distance(result, ToDouble(single)), 0, 16 * Steepness(coefficients) / (1 << 24));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void SingularValuesBecomeWhatThePolynomialsSay(string set)
    {
        var coefficients = Coefficients(set);
        foreach (var (rows, columns) in new[] { (20, 20), (50, 20), (20, 50) })
        {
            double[] values = [.. Enumerable.Range(0, 20).Select(i => Math.Pow(0.8, i))];
            var norm = Math.Sqrt(values.Sum(value => value * value));
            var (u, v) = (Orthonormal(rows, 20, 1), Orthonormal(columns, 20, 2));
            var result = new double[rows * columns];
            new NewtonSchulz<double>().Orthogonalize(Compose(u, values, v, rows, columns), result, rows, columns, coefficients);
            double[] expected = [.. values.Select(value => coefficients.Evaluate(value / norm))];
            Assert.InRange(Distance(Compose(u, expected, v, rows, columns), result), 0, 1e-10);
        }
    }

    [Theory]
    [InlineData("Muon", 5, 0.003, 0.68, 1.21)]
    [InlineData("PolarExpress", 8, 0.001, 1 - 1e-14, 1 + 1e-14)]
    [InlineData("PolarExpress", 5, 0.001, 0.84, 1.13)]
    [InlineData("Cans", 5, 0.001, 0.88, 1.12)]
    public void SingularValuesComeIntoTheStatedBand(string set, int iterations, double least, double lowest, double highest)
    {
        var coefficients = Coefficients(set).Take(iterations);
        Assert.Equal(iterations, coefficients.Iterations.Count);
        for (var i = 0; i <= 10_000; i++)
            Assert.InRange(coefficients.Evaluate(least * Math.Pow(1 / least, i / 10_000.0)), lowest, highest);
        // The band is no wider than it has to be: values below are not reached in time.
        Assert.True(coefficients.Evaluate(least / 30) < lowest);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void BitsAreTheSameOnEachTarget(KernelTarget target)
    {
        using var team = new WorkerTeam(1);
        foreach (var (rows, columns) in Shapes)
        {
            CompareBits<float>(team, target, rows, columns);
            CompareBits<double>(team, target, rows, columns);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void BitsAreTheSameOnAnyNumberOfThreads(int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (var (rows, columns) in Shapes)
            CompareBits<float>(team, KernelTargets.Selected, rows, columns);
    }

    [Fact]
    public void ZeroStaysZeroAndRankOneIsNormalized()
    {
        var orthogonalization = new NewtonSchulz<float>();
        var result = new float[12];
        Array.Fill(result, float.NaN);
        orthogonalization.Orthogonalize(new float[12], result, 3, 4, NewtonSchulzCoefficients.Muon);
        Assert.All(result, value => Assert.Equal(0, value));

        float[] rankOne = [.. Enumerable.Range(0, 12).Select(i => (i / 4 + 1f) * (i % 4 - 1.5f))];
        orthogonalization.Orthogonalize(rankOne, result, 3, 4, NewtonSchulzCoefficients.PolarExpress);
        Assert.Equal(1, result.Sum(value => value * value), 1e-5);

        // A norm below the floor is not what a matrix is divided by.
        float[] small = [.. rankOne.Select(value => value * 1e-20f)];
        orthogonalization.Orthogonalize(small, result, 3, 4, NewtonSchulzCoefficients.Muon);
        Assert.All(result, value => Assert.InRange(Math.Abs(value), 0, 1e-8f));
        orthogonalization.Orthogonalize(small, result, 3, 4, NewtonSchulzCoefficients.PolarExpress, floor: 1e-30);
        Assert.Equal(1, result.Sum(value => value * value), 1e-5);
    }

    [Fact]
    public void NormsBeyondTheRangeOfSquaresAreDividedBy()
    {
        foreach (var factor in new[] { 1e200, 1e-200 })
        {
            double[] x = [.. Values<double>(12, 1).Select(value => value * factor)];
            var (expected, result) = (new double[12], new double[12]);
            var orthogonalization = new NewtonSchulz<double>();
            orthogonalization.Orthogonalize(Values<double>(12, 1), expected, 3, 4, NewtonSchulzCoefficients.Muon);
            orthogonalization.Orthogonalize(x, result, 3, 4, NewtonSchulzCoefficients.Muon, floor: 1e-250);
            Assert.InRange(Distance(expected, result), 0, 1e-12);
        }
    }

    [Fact]
    public void LengthsAndNumbersOutOfRangeAreRefused()
    {
        var orthogonalization = new NewtonSchulz<float>();
        var muon = NewtonSchulzCoefficients.Muon;
        var memory = new float[24];
        var error = Assert.Throws<ArgumentException>(
            () => orthogonalization.Orthogonalize(new float[5], new float[6], 2, 3, muon));
        Assert.Equal("x has 5 elements; it must have 2 × 3 = 6. (Parameter 'x')", error.Message);
        error = Assert.Throws<ArgumentException>(
            () => orthogonalization.Orthogonalize(new float[12], new float[6], 2, 3, muon, batchCount: 2));
        Assert.Equal("result has 6 elements; it must have 2 × 2 × 3 = 12. (Parameter 'result')", error.Message);
        Assert.Throws<ArgumentException>(
            () => orthogonalization.Orthogonalize(memory.AsSpan(0, 6), memory.AsSpan(1, 6), 2, 3, muon));
        error = Assert.Throws<ArgumentOutOfRangeException>(
            () => orthogonalization.Orthogonalize(new float[6], new float[6], 2, 3, muon, floor: 0));
        Assert.StartsWith("floor is 0; it must be at least 2.2250738585072014E-308 and finite.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => orthogonalization.Orthogonalize([], [], -1, 3, muon));
        Assert.Throws<ArgumentOutOfRangeException>(() => orthogonalization.Orthogonalize([], [], 1, 3, muon, batchCount: -1));
        Assert.Throws<ArgumentNullException>(() => orthogonalization.Orthogonalize([], [], 0, 0, null!));
        Assert.Throws<NotSupportedException>(() => new NewtonSchulz<int>());
        error = Assert.Throws<ArgumentOutOfRangeException>(() => muon.Take(0));
        Assert.StartsWith("count is 0; it must be at least 1.", error.Message);
        Assert.Throws<ArgumentException>(() => new NewtonSchulzCoefficients());
        error = Assert.Throws<ArgumentException>(
            () => new NewtonSchulzCoefficients(new(1, 0, 0), new QuinticPolynomial(1, double.NaN, 0)));
        Assert.StartsWith("Polynomial 1 is QuinticPolynomial { A = 1, B = NaN, C = 0 }; its coefficients must be finite.", error.Message);
    }

    [Theory]
    [InlineData(40, 64, 64)]
    [InlineData(2, 130, 257)]
    public void WarmCallsAllocateNothing(int batchCount, int rows, int columns)
    {
        using var team = new WorkerTeam(2);
        var orthogonalization = new NewtonSchulz<float>(team);
        var x = Values<float>(batchCount * rows * columns, 1);
        var bytes = AllocatedBytes.Of(
            team, 2,
            () => orthogonalization.Orthogonalize(x, x, rows, columns, NewtonSchulzCoefficients.Muon, batchCount));
        Assert.All(bytes, count => Assert.Equal(0, count));
    }

    private static NewtonSchulzCoefficients Coefficients(string set) => set switch
    {
        "Muon" => NewtonSchulzCoefficients.Muon,
        "PolarExpress" => NewtonSchulzCoefficients.PolarExpress,
        _ => NewtonSchulzCoefficients.Cans,
    };

    // The largest slope of what singular values become.
    private static double Steepness(NewtonSchulzCoefficients coefficients)
    {
        const double step = 1e-6;
        return Enumerable.Range(0, 1_000_000).Max(
            i => Math.Abs(coefficients.Evaluate((i + 1) * step) - coefficients.Evaluate(i * step)) / step);
    }

    // A batch of three: each matrix as alone without vectors, in place as apart.
    private static void CompareBits<T>(WorkerTeam team, KernelTarget target, int rows, int columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var alone = new WorkerTeam(1);
        var coefficients = NewtonSchulzCoefficients.Muon;
        var length = rows * columns;
        var batch = Values<T>(3 * length, 1);
        var expected = new T[3 * length];
        for (var i = 0; i < 3; i++)
        {
            var (start, end) = (i * length, (i + 1) * length);
            new NewtonSchulz<T>(alone, KernelTarget.Scalar).Orthogonalize(
                batch[start..end], expected.AsSpan(start, length), rows, columns, coefficients);
        }

        var orthogonalization = new NewtonSchulz<T>(team, target);
        var result = new T[3 * length];
        orthogonalization.Orthogonalize(batch, result, rows, columns, coefficients, batchCount: 3);
        AssertSameBits(expected, result);
        orthogonalization.Orthogonalize(batch, batch, rows, columns, coefficients, batchCount: 3);
        AssertSameBits(expected, batch);
    }

    private static double[] Plain(double[] matrix, int rows, int columns, NewtonSchulzCoefficients coefficients)
    {
        if (rows > columns)
            return Transpose(Plain(Transpose(matrix, rows, columns), columns, rows, coefficients), columns, rows);
        var norm = Math.Max(Math.Sqrt(matrix.Sum(value => value * value)), 1e-7);
        double[] x = [.. matrix.Select(value => value / norm)];
        foreach (var (a, b, c) in coefficients.Iterations)
        {
            var gram = Multiply(x, Transpose(x, rows, columns), rows, rows, columns);
            var square = Multiply(gram, gram, rows, rows, rows);
            double[] factor = [.. gram.Zip(square, (first, second) => (b * first) + (c * second))];
            var product = Multiply(factor, x, rows, columns, rows);
            x = [.. x.Zip(product, (first, second) => (a * first) + second)];
        }

        return x;
    }
}
