using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A = Q·R by Householder reflections (A. Householder, 1958; LAPACK's <c>geqr2</c>): Q has orthonormal columns, and R is upper
/// triangular with a diagonal that is not negative, which makes them unique for a matrix of full column rank. The reduced form:
/// with k = min(rows, columns), Q is rows × k and R is k × columns. Computed in double and rounded once, with the same bits on every
/// instruction set and any number of threads.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time. Calls of sizes that it had before allocate
/// nothing. QᵀQ differs from I by some units in the last place, for singular matrices too.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class QrDecomposition<T>
    where T : unmanaged
{
    private readonly QrBatch<T> _batch;

    /// <summary>Decompositions of batches that a team shares, a matrix to a worker.</summary>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public QrDecomposition(WorkerTeam? team = null)
    {
        Element.CheckType<T>();
        _batch = new QrBatch<T>(team ?? WorkerTeam.Default);
    }

    /// <summary>Decomposes each matrix of a batch. Elements that are not finite give NaN for the whole matrix.</summary>
    /// <param name="a">batchCount × rows × columns.</param>
    /// <param name="q">Receives batchCount × rows × min(rows, columns).</param>
    /// <param name="r">Receives batchCount × min(rows, columns) × columns; empty, if only Q is needed.</param>
    /// <param name="rows">The rows of each matrix.</param>
    /// <param name="columns">The columns of each matrix.</param>
    /// <param name="batchCount">The number of matrices.</param>
    /// <exception cref="ArgumentException">A length is not that of the batch, or results overlap each other or the
    /// matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public void Decompose(
        ReadOnlySpan<T> a, Span<T> q, Span<T> r, int rows, int columns, int batchCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(batchCount);
        var size = Math.Min(rows, columns);
        MatrixArguments.CheckLength(a.Length, batchCount, rows, columns, nameof(a));
        MatrixArguments.CheckLength(q.Length, batchCount, rows, size, nameof(q));
        if (!r.IsEmpty)
            MatrixArguments.CheckLength(r.Length, batchCount, size, columns, nameof(r));
        if (a.Overlaps(q) || a.Overlaps(r) || q.Overlaps(r))
            throw new ArgumentException("The results overlap each other or the matrix; they must be apart.", nameof(q));
        if (!a.IsEmpty)
            _batch.Run(a, q, r, rows, columns, batchCount);
    }
}
