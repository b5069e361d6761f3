using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

public sealed class SymmetricProductTests
{
    // Less than a strip, whole strips, and all remainders of strips, tiles and squares.
    private static readonly (int Rows, int Depth)[] Shapes =
        [(0, 3), (1, 9), (9, 1), (5, 3), (3, 0), (16, 8), (31, 4), (64, 64), (100, 37), (65, 130), (97, 20), (257, 130)];

    public static TheoryData<KernelTarget> Targets => [.. PlainMatrices.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void OwnTransposedAndPolynomialHaveTheBitsOfPlainLoops(KernelTarget target)
    {
        using var team = new WorkerTeam(1);
        foreach (var (rows, depth) in Shapes)
        {
            Compare<float>(team, target, rows, depth);
            Compare<double>(team, target, rows, depth);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void OwnTransposedAndPolynomialHaveTheSameBitsOnAnyNumberOfThreads(int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (var (rows, depth) in Shapes)
        {
            Compare<float>(team, KernelTargets.Selected, rows, depth);
            Compare<double>(team, KernelTargets.Selected, rows, depth);
        }
    }

    [Fact]
    public void LengthsThatAreNotTheMatrixsAreRefused()
    {
        var product = new MatrixProduct<float>();
        var error = Assert.Throws<ArgumentException>(() => product.MultiplyByOwnTransposed(new float[5], new float[4], 2, 3));
        Assert.Equal("x has 5 elements; it must have 2 × 3 = 6. (Parameter 'x')", error.Message);
        error = Assert.Throws<ArgumentException>(() => product.MultiplyByOwnTransposed(new float[6], new float[9], 2, 3));
        Assert.Equal("c has 9 elements; it must have 2 × 2 = 4. (Parameter 'c')", error.Message);
        error = Assert.Throws<ArgumentException>(() => product.SymmetricPolynomial(new float[5], new float[4], 2, 0, 1, 1));
        Assert.Equal("a has 5 elements; it must have 2 × 2 = 4. (Parameter 'a')", error.Message);
        error = Assert.Throws<ArgumentException>(() => product.SymmetricPolynomial(new float[4], new float[5], 2, 0, 1, 1));
        Assert.Equal("p has 5 elements; it must have 2 × 2 = 4. (Parameter 'p')", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => product.MultiplyByOwnTransposed([], [], -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => product.SymmetricPolynomial([], [], -1, 0, 1, 1));
    }

    [Fact]
    public void ResultsThatOverlapTheMatrixAreRefused()
    {
        var product = new MatrixProduct<float>();
        var memory = new float[16];
        Assert.Throws<ArgumentException>(
            () => product.MultiplyByOwnTransposed(memory.AsSpan(0, 4), memory.AsSpan(3, 4), 2, 2));
        Assert.Throws<ArgumentException>(() => product.SymmetricPolynomial(memory.AsSpan(0, 4), memory.AsSpan(0, 4), 2, 0, 1, 1));
        Assert.All(memory, value => Assert.Equal(0, value));
    }

    [Fact]
    public void WarmCallsAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        var product = new MatrixProduct<float>(team);
        var (x, a, p) = (Values<float>(100 * 37, 1), new float[100 * 100], new float[100 * 100]);
        var bytes = AllocatedBytes.Of(team, 3, () =>
        {
            product.MultiplyByOwnTransposed(x, a, 100, 37);
            product.SymmetricPolynomial(a, p, 100, 1, 2, 3);
        });
        Assert.All(bytes, count => Assert.Equal(0, count));
    }

    private static void Compare<T>(WorkerTeam team, KernelTarget target, int rows, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = new MatrixProduct<T>(team, target);
        var x = Values<T>(rows * depth, 1);
        var square = Values<T>(rows * rows, 2);
        product.MultiplyByOwnTransposed(x, square, rows, depth);
        AssertSameBits(Multiply(x, Transpose(x, rows, depth), rows, rows, depth), square);

        var (constant, linear, quadratic) = (3.4445, -4.775, 2.0315);
        var polynomial = Values<T>(rows * rows, 3);
        product.SymmetricPolynomial(square, polynomial, rows, constant, linear, quadratic);
        AssertSameBits(Polynomial(square, rows, constant, linear, quadratic), polynomial);

        // b·A is rounded by itself, and zeros keep their signs.
        product.SymmetricPolynomial(square, polynomial, rows, 0, linear, -0.0);
        AssertSameBits(Polynomial(square, rows, 0, linear, -0.0), polynomial);
    }

    private static T[] Polynomial<T>(T[] a, int size, double constant, double linear, double quadratic)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var result = Multiply(a, a, size, size, size);
        for (var i = 0; i < result.Length; i++)
        {
            var term = i % (size + 1) == 0
                ? T.FusedMultiplyAdd(T.CreateTruncating(linear), a[i], T.CreateTruncating(constant))
                : T.CreateTruncating(linear) * a[i];
            result[i] = T.FusedMultiplyAdd(T.CreateTruncating(quadratic), result[i], term);
        }

        return result;
    }
}
