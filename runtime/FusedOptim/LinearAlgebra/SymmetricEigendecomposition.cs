using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A = Q·Λ·Qᵀ of a symmetric matrix: eigenvalues in ascending order, and orthonormal eigenvectors, the columns of Q, in the same
/// order. The first of the largest elements of each eigenvector is positive. By tridiagonal form and implicit QL (EISPACK's
/// <c>tred2</c> and <c>imtql2</c>), in double, rounded once, with the same bits on every instruction set and any number of threads.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time. Calls of sizes that it had before allocate
/// nothing. Zero, singular matrices and repeated eigenvalues have finite results with QᵀQ = I. Eigenvectors of repeated
/// eigenvalues are one basis of many.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class SymmetricEigendecomposition<T>
    where T : unmanaged
{
    private readonly EigendecompositionBatch<T> _batch;

    /// <summary>Decompositions of batches that a team shares, a matrix to a worker.</summary>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public SymmetricEigendecomposition(WorkerTeam? team = null)
    {
        Element.CheckType<T>();
        _batch = new EigendecompositionBatch<T>(team ?? WorkerTeam.Default);
    }

    /// <summary>Decomposes each matrix of a batch. Elements that are not finite give NaN for the whole matrix.</summary>
    /// <param name="a">batchCount × size × size. The result is that of its lower triangle.</param>
    /// <param name="eigenvalues">Receives batchCount × size eigenvalues, ascending in each matrix.</param>
    /// <param name="eigenvectors">Receives batchCount × size × size: Q, with an eigenvector in each column. It can be
    /// <paramref name="a"/> itself.</param>
    /// <param name="size">The rows and columns of each matrix.</param>
    /// <param name="batchCount">The number of matrices.</param>
    /// <exception cref="ArgumentException">A length is not that of the batch, or results overlap each other or a part of the
    /// matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public void Decompose(
        ReadOnlySpan<T> a, Span<T> eigenvalues, Span<T> eigenvectors, int size, int batchCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNegative(batchCount);
        MatrixArguments.CheckLength(a.Length, batchCount, size, size, nameof(a));
        MatrixArguments.CheckLength(eigenvalues.Length, batchCount, size, nameof(eigenvalues));
        MatrixArguments.CheckLength(eigenvectors.Length, batchCount, size, size, nameof(eigenvectors));
        MatrixArguments.CheckSameOrApart(a, eigenvectors, nameof(eigenvectors));
        if (eigenvalues.Overlaps(eigenvectors) || a.Overlaps(eigenvalues))
        {
            throw new ArgumentException(
                "The eigenvalues overlap the eigenvectors or the matrix; they must be apart.", nameof(eigenvalues));
        }

        if (!a.IsEmpty)
            _batch.Run(a, eigenvalues, eigenvectors, size, batchCount);
    }
}
