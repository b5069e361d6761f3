using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Numerics;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Newton–Schulz on one matrix. A tall matrix is transposed before and after, which changes no bit: P = a·I + b·A + c·A² is
/// symmetric, so that X·P is the transpose of P·Xᵀ bit by bit.
/// </summary>
/// <param name="product">The products.</param>
/// <param name="team">The threads that share copies of large matrices; <see langword="null"/> for the calling thread alone.</param>
internal sealed unsafe class NewtonSchulzIterations<T>(IProduct<T> product, WorkerTeam? team)
    where T : unmanaged
{
    private readonly ScratchMemory<T> _scratch = new();
    private readonly ScaledCopy<T> _copy = new(team);

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
        var isTall = rows > columns;
        var count = checked(rows * columns);
        var (size, length) = isTall ? (columns, rows) : (rows, columns);
        var square = checked(size * size);
        fixed (T* scratch = _scratch.Take(checked((isTall ? 2 : 1) * count + 2 * square)))
        {
            var a = scratch;
            var p = a + square;
            var other = p + square;
            // Each iteration writes to the other of two matrices, and the last one to the result if that has the right shape.
            var last = isTall ? other + count : result;
            var current = polynomials.Length % 2 == 0 ? last : other;
            // Divided in double: no square overflows, and no quotient loses bits for a norm that float does not hold.
            var norm = SquareSum.Of(new ReadOnlySpan<T>(x, count)).Norm(1).ToDouble();
            _copy.Run(x, current, rows, columns, 1 / Math.Max(norm, floor), isTall);
            foreach (var polynomial in polynomials)
            {
                var next = current == last ? other : last;
                product.Run(SymmetricOperands.OwnTransposed(current, length, 1, a, size, length));
                product.Run(SymmetricOperands.Polynomial(a, p, size, polynomial.A, polynomial.B, polynomial.C));
                product.Run(new ProductOperands<T>
                {
                    Rows = size, Columns = length, Depth = size,
                    A = p, ARowStride = size, ADepthStride = 1,
                    B = current, BDepthStride = length, BColumnStride = 1,
                    C = next, CRowStride = length,
                });
                current = next;
            }

            if (isTall)
                _copy.Run(last, result, rows: size, columns: length, factor: 1, isTransposed: true);
        }
    }
}
