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
        Element.CheckType<T>();
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
    public void Multiply(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth) =>
        Multiply(a, b, default, c, rows, columns, depth);

    /// <summary>C[i, j] = bias[j] + Σ_k A[i, k]·B[k, j].</summary>
    /// <param name="a">rows × depth.</param>
    /// <param name="b">depth × columns.</param>
    /// <param name="bias">What each row starts from: as many elements as columns, or none for zero.</param>
    /// <param name="c">Receives rows × columns.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="columns">The columns of B and C.</param>
    /// <param name="depth">The columns of A and rows of B.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or C overlaps an operand.</exception>
    public void Multiply(
        ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> bias, Span<T> c, int rows, int columns, int depth)
    {
        Check(a, b, c, rows, columns, depth);
        CheckBias(bias, c, columns);
        fixed (T* pa = a, pb = b, pc = c, pbias = bias)
        {
            _product.Run(new ProductOperands<T>
            {
                Rows = rows, Columns = columns, Depth = depth,
                A = pa, ARowStride = depth, ADepthStride = 1,
                B = pb, BDepthStride = columns, BColumnStride = 1,
                Start = pbias, StartRowStride = 0,
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
        CheckBias(bias, c, columns);
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

    /// <summary>
    /// C = X·Xᵀ, C[i, j] = Σ_k X[i, k]·X[j, k]: a matrix times its own transpose, at about half the work of
    /// <see cref="MultiplyByTransposed"/>, with the same bits. C is symmetric bit by bit.
    /// </summary>
    /// <param name="x">rows × depth.</param>
    /// <param name="c">Receives rows × rows.</param>
    /// <param name="rows">The rows of X, and the rows and columns of C.</param>
    /// <param name="depth">The columns of X.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or C overlaps X.</exception>
    public void MultiplyByOwnTransposed(ReadOnlySpan<T> x, Span<T> c, int rows, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        MatrixArguments.CheckLength(x.Length, rows, depth, nameof(x));
        MatrixArguments.CheckLength(c.Length, rows, rows, nameof(c));
        if (x.Overlaps(c))
            throw new ArgumentException("The result overlaps the matrix; they must be apart.", nameof(c));
        fixed (T* px = x, pc = c)
            _product.Run(SymmetricOperands.OwnTransposed(px, depth, 1, pc, rows, depth));
    }

    /// <summary>
    /// P = constant·I + linear·A + quadratic·A·A: a polynomial of a symmetric matrix, at about half the work of its
    /// square. The coefficients are rounded to <typeparamref name="T"/> once. With S for the sums of A·A, an element is
    /// quadratic·S + (linear·A), and quadratic·S + (linear·A + constant) on the diagonal, each addition fused with the
    /// multiplication before it. P is symmetric bit by bit.
    /// </summary>
    /// <param name="a">size × size, and symmetric bit by bit, which is not checked: of elements that differ, either may
    /// be read.</param>
    /// <param name="p">Receives size × size.</param>
    /// <param name="size">The rows and columns of A and P.</param>
    /// <param name="constant">The factor of the identity.</param>
    /// <param name="linear">The factor of A.</param>
    /// <param name="quadratic">The factor of A·A.</param>
    /// <exception cref="ArgumentException">A length is not that of the matrix, or P overlaps A.</exception>
    public void SymmetricPolynomial(
        ReadOnlySpan<T> a, Span<T> p, int size, double constant, double linear, double quadratic)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        MatrixArguments.CheckLength(a.Length, size, size, nameof(a));
        MatrixArguments.CheckLength(p.Length, size, size, nameof(p));
        if (a.Overlaps(p))
            throw new ArgumentException("The result overlaps the matrix; they must be apart.", nameof(p));
        fixed (T* pa = a, pp = p)
            _product.Run(SymmetricOperands.Polynomial(pa, pp, size, constant, linear, quadratic));
    }

    private static void CheckBias(ReadOnlySpan<T> bias, Span<T> c, int columns)
    {
        if (!bias.IsEmpty)
            MatrixArguments.CheckLength(bias.Length, 1, columns, nameof(bias));
        if (bias.Overlaps(c))
            throw new ArgumentException("The result overlaps the bias; they must be apart.", nameof(c));
    }

    private static void Check(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int rows, int columns, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        MatrixArguments.CheckLength(a.Length, rows, depth, nameof(a));
        MatrixArguments.CheckLength(b.Length, depth, columns, nameof(b));
        MatrixArguments.CheckLength(c.Length, rows, columns, nameof(c));
        if (a.Overlaps(c) || b.Overlaps(c))
            throw new ArgumentException("The result overlaps an operand; they must be apart.", nameof(c));
    }
}
