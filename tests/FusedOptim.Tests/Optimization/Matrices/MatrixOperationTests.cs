using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>The operations that methods over matrices call, and their refusals.</summary>
public class MatrixOperationTests
{
    private static readonly WorkerTeam s_team = new(1);

    [Fact]
    public void ElementsNormsAndCopiesSeeTheTranspose() => Run((matrix, _) =>
    {
        for (var row = 0; row < 2; row++)
        {
            for (var column = 0; column < 3; column++)
                matrix[row, column] = 10 * row + column;
        }

        var transposed = matrix.Transposed;
        Assert.Equal((3, 2), (transposed.Rows, transposed.Columns));
        Assert.Equal(12, transposed[2, 1]);
        Assert.Equal(Math.Sqrt(0 + 1 + 4 + 100 + 121 + 144), matrix.Norm, 1e-14);
        var copy = matrix.CreateTemporary(3, 2);
        copy.SetTo(transposed);
        Assert.Equal(11, copy[1, 1]);
        copy.Add(transposed, -2);
        Assert.Equal(-12, copy[2, 1]);
        copy.SetToIdentity();
        Assert.Equal((1, 0, 1), (copy[0, 0], copy[0, 1], copy[1, 1]));
    });

    [Fact]
    public void ProductsTakeTransposesOnEachSide() => Run((matrix, random) =>
    {
        var a = Filled(matrix.CreateTemporary(4, 5), random);
        var b = Filled(matrix.CreateTemporary(5, 3), random);
        var expected = matrix.CreateTemporary(4, 3);
        expected.SetToProduct(a, b);
        var sum = 0.0;
        for (var k = 0; k < 5; k++)
            sum += a[1, k] * b[k, 2];
        Assert.Equal(sum, expected[1, 2], 1e-14);
        var stored = matrix.CreateTemporary(5, 4);
        stored.SetTo(a.Transposed);
        var other = matrix.CreateTemporary(3, 5);
        other.SetTo(b.Transposed);
        var result = matrix.CreateTemporary(3, 4);
        result.Transposed.SetToProduct(stored.Transposed, other.Transposed);
        AssertSame(expected, result.Transposed);
        result.Transposed.AddProduct(a, b);
        Assert.Equal(2 * expected[3, 1], result[1, 3], 1e-14);
    });

    [Fact]
    public void RootsEigenvectorsAndFactorsSatisfyTheirEquations() => Run((matrix, random) =>
    {
        const int size = 6;
        var x = Filled(matrix.CreateTemporary(size, 9), random);
        var a = matrix.CreateTemporary(size, size);
        a.SetToProduct(x, x.Transposed);
        var root = matrix.CreateTemporary(size, size);
        root.SetToInverseRoot(a, 2, 1e-12, 1e-12);
        var product = matrix.CreateTemporary(size, size);
        var identity = matrix.CreateTemporary(size, size);
        product.SetToProduct(root, root);
        identity.SetToProduct(product, a);
        AssertIdentity(identity, 1e-8);

        var vectors = matrix.CreateTemporary(size, size);
        vectors.Transposed.SetToEigenvectors(a);
        identity.SetToProduct(vectors, vectors.Transposed);
        AssertIdentity(identity, 1e-13);
        product.SetToProduct(vectors, a);
        identity.SetToProduct(product, vectors.Transposed);
        for (var i = 1; i < size; i++)
        {
            Assert.True(identity[i, i] >= identity[i - 1, i - 1]);
            Assert.Equal(0, identity[i, i - 1], 1e-10);
        }

        x.Transposed.SetToOrthonormalFactor(x.Transposed);
        identity.SetToProduct(x, x.Transposed);
        AssertIdentity(identity, 1e-13);
    });

    [Fact]
    public void SizesThatDoNotFitAndSharedMemoryAreRefused() => Run((matrix, _) =>
    {
        // A matrix cannot be captured by a lambda.
        var wide = matrix.CreateTemporary(2, 3);
        var square = matrix.CreateTemporary(2, 2);
        var text = "";
        try
        {
            square.SetToProduct(wide, wide);
        }
        catch (ArgumentException exception)
        {
            text = exception.Message;
        }

        Assert.StartsWith("right is 2 × 3; it must be 3 × 2.", text, StringComparison.Ordinal);
        try
        {
            square.SetToProduct(square, square.Transposed);
        }
        catch (ArgumentException exception)
        {
            text = exception.Message;
        }

        Assert.StartsWith("left shares memory with the result. They must be apart: use CreateTemporary.", text, StringComparison.Ordinal);
        try
        {
            wide[2, 0] = 1;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            text = exception.Message;
        }

        Assert.StartsWith("row is 2; the matrix is 2 × 3.", text, StringComparison.Ordinal);
        try
        {
            wide.SetToInverseRoot(wide, 2);
        }
        catch (ArgumentException exception)
        {
            text = exception.Message;
        }

        Assert.StartsWith("The result is 2 × 3; it must have as many rows as columns.", text, StringComparison.Ordinal);
    });

    private delegate void Use(Matrix matrix, Random random);

    private static void Run(Use use)
    {
        var algebra = new MatrixAlgebra<double>(s_team, KernelTargets.Selected);
        use(new Matrix(algebra, algebra.Temporary(2, 3)), new Random(7));
    }

    private static Matrix Filled(Matrix matrix, Random random)
    {
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
                matrix[row, column] = random.NextDouble() - 0.5;
        }

        return matrix;
    }

    private static void AssertSame(Matrix expected, Matrix actual)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (var row = 0; row < expected.Rows; row++)
        {
            for (var column = 0; column < expected.Columns; column++)
                Assert.Equal(expected[row, column], actual[row, column]);
        }
    }

    private static void AssertIdentity(Matrix matrix, double tolerance)
    {
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var column = 0; column < matrix.Columns; column++)
                Assert.Equal(row == column ? 1 : 0, matrix[row, column], tolerance);
        }
    }
}
