using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Products of row-major matrices. Each element of a result is summed over the depth in order, by fused multiply-add in
/// <typeparamref name="T"/>, so that results have the same bits on every instruction set and any number of threads.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed unsafe class MatrixProduct<T>
    where T : unmanaged
{
    private readonly ParallelProduct<T> _product;

    /// <summary>Products that a team shares.</summary>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public MatrixProduct(WorkerTeam? team = null)
        : this(team, KernelTargets.Selected)
    {
    }

    internal MatrixProduct(WorkerTeam? team, KernelTarget target)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Matrices of {typeof(T)} are not supported; they are of float or double.");
        _product = new ParallelProduct<T>(team ?? WorkerTeam.Default, target);
    }

    /// <summary>C = A·B.</summary>
    /// <param name="a">rows × depth.</param>
    /// <param name="b">depth × columns.</param>
    /// <param name="c">Receives rows × columns.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="columns">The columns of B and C.</param>
    /// <param name="depth">The columns of A and rows of B.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or C overlaps A or B.</exception>
    public void Multiply(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth)
    {
        Check(a, b, c, rows, columns, depth);
        fixed (T* pa = a, pb = b, pc = c)
        {
            _product.Run(new ProductOperands<T>
            {
                Rows = rows, Columns = columns, Depth = depth,
                A = pa, ARowStride = depth, ADepthStride = 1,
                B = pb, BDepthStride = columns, BColumnStride = 1,
                C = pc, CRowStride = columns,
            });
        }
    }

    /// <summary>
    /// C[i, j] = bias[j] + Σ_k A[i, k]·B[j, k]: A times the transpose of B, what a dense layer computes.
    /// </summary>
    /// <param name="a">rows × depth.</param>
    /// <param name="b">columns × depth.</param>
    /// <param name="bias">What each row starts from: as many elements as columns, or none for zero.</param>
    /// <param name="c">Receives rows × columns.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="columns">The rows of B and columns of C.</param>
    /// <param name="depth">The columns of A and B.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or C overlaps an operand.</exception>
    public void MultiplyByTransposed(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> bias, Span<T> c, int rows, int columns, int depth)
    {
        Check(a, b, c, rows, columns, depth);
        if (!bias.IsEmpty)
            CheckLength(bias.Length, 1, columns, nameof(bias));
        if (bias.Overlaps(c))
            throw new ArgumentException("The result overlaps the bias; they must be apart.", nameof(c));
        fixed (T* pa = a, pb = b, pc = c, pbias = bias)
        {
            _product.Run(new ProductOperands<T>
            {
                Rows = rows, Columns = columns, Depth = depth,
                A = pa, ARowStride = depth, ADepthStride = 1,
                B = pb, BDepthStride = 1, BColumnStride = depth,
                Start = pbias, StartRowStride = 0,
                C = pc, CRowStride = columns,
            });
        }
    }

    /// <summary>
    /// C[i, j] ← C[i, j] + Σ_k A[k, i]·B[k, j]: adds the transpose of A times B, what the gradient of a weight is.
    /// </summary>
    /// <param name="a">depth × rows.</param>
    /// <param name="b">depth × columns.</param>
    /// <param name="c">rows × columns; the sums start from what it holds.</param>
    /// <param name="rows">The columns of A and rows of C.</param>
    /// <param name="columns">The columns of B and C.</param>
    /// <param name="depth">The rows of A and B.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or C overlaps A or B.</exception>
    public void AddTransposedTimes(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth)
    {
        Check(a, b, c, rows, columns, depth);
        fixed (T* pa = a, pb = b, pc = c)
        {
            _product.Run(new ProductOperands<T>
            {
                Rows = rows, Columns = columns, Depth = depth,
                A = pa, ARowStride = 1, ADepthStride = rows,
                B = pb, BDepthStride = columns, BColumnStride = 1,
                Start = pc, StartRowStride = columns,
                C = pc, CRowStride = columns,
            });
        }
    }

    private static void Check(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        CheckLength(a.Length, rows, depth, nameof(a));
        CheckLength(b.Length, depth, columns, nameof(b));
        CheckLength(c.Length, rows, columns, nameof(c));
        if (a.Overlaps(c) || b.Overlaps(c))
            throw new ArgumentException("The result overlaps an operand; they must be apart.", nameof(c));
    }

    private static void CheckLength(int length, int rows, int columns, string argument)
    {
        if (length != (long)rows * columns)
        {
            throw new ArgumentException(
                Invariant($"{argument} has {length} elements; it must have {rows} × {columns} = {(long)rows * columns}."),
                argument);
        }
    }
}
