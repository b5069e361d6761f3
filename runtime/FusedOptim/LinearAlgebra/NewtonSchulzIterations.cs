using FusedOptim.Memory;
using FusedOptim.Numerics;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Newton–Schulz on one matrix. A is taken on the smaller side: X·Xᵀ where X is wide, Xᵀ·X where it is tall. Strides say so,
/// and nothing is transposed: P = a·I + b·A + c·A² is symmetric, so that X·P is the transpose of P·Xᵀ, bit by bit.
/// </summary>
internal sealed unsafe class NewtonSchulzIterations<T>(IProduct<T> product)
    where T : unmanaged
{
    private readonly ScratchMemory<T> _scratch = new();

    /// <summary>Orthogonalizes a matrix.</summary>
    /// <param name="x">rows × columns.</param>
    /// <param name="result">Receives rows × columns: other memory than x, or the same.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="polynomials">The polynomial of each iteration.</param>
    /// <param name="floor">The least norm to divide by.</param>
    public void Run(
        T* x, T* result, int rows, int columns, ReadOnlySpan<QuinticPolynomial> polynomials, double floor)
    {
        var count = checked(rows * columns);
        var size = Math.Min(rows, columns);
        var square = checked(size * size);
        fixed (T* scratch = _scratch.Take(checked(count + 2 * square)))
        {
            var other = scratch;
            var a = other + count;
            var p = a + square;
            // Each iteration writes to the other of two matrices, and the last one to the result.
            var current = polynomials.Length % 2 == 0 ? result : other;
            Normalize(x, current, count, floor);
            foreach (var polynomial in polynomials)
            {
                var next = current == result ? other : result;
                product.Run(rows <= columns
                    ? SymmetricOperands.OwnTransposed(current, columns, 1, a, size, columns)
                    : SymmetricOperands.OwnTransposed(current, 1, columns, a, size, rows));
                product.Run(SymmetricOperands.Polynomial(a, p, size, polynomial.A, polynomial.B, polynomial.C));
                product.Run(rows <= columns
                    ? Product(p, size, current, columns, next, rows, columns)
                    : Product(current, columns, p, size, next, rows, columns));
                current = next;
            }
        }
    }

    // Divided in double: no square overflows, and no quotient loses bits for a norm that float does not hold.
    private static void Normalize(T* x, T* result, int count, double floor)
    {
        var norm = SquareSum.Of(new ReadOnlySpan<T>(x, count)).Norm(1).ToDouble();
        var scale = 1 / Math.Max(norm, floor);
        for (var i = 0; i < count; i++)
            result[i] = Element.Of<T>(Element.ToDouble(x[i]) * scale);
    }

    private static ProductOperands<T> Product(T* a, int depth, T* b, int bStride, T* c, int rows, int columns) => new()
    {
        Rows = rows, Columns = columns, Depth = depth,
        A = a, ARowStride = depth, ADepthStride = 1,
        B = b, BDepthStride = bStride, BColumnStride = 1,
        C = c, CRowStride = columns,
    };
}
