using FusedOptim.Execution;
using FusedOptim.Guards;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// (A + ρ·I)^(−1/p) of a symmetric positive semidefinite matrix, with the ridge ρ = ε·max(λ, floor), where λ is the largest
/// eigenvalue: Q·diag((max(λᵢ, 0) + ρ)^(−1/p))·Qᵀ by eigenvectors. The result is symmetric bit by bit. Computed in double,
/// rounded once, with the same bits on every instruction set and any number of threads.
/// </summary>
/// <remarks>
/// Shampoo's authors take the same ridge, with ε = floor = 10⁻⁶ and λ by power iteration, and then the root by coupled Newton
/// iterations in float (R. Anil et al., Scalable Second Order Optimization for Deep Learning, arXiv 2002.09018, with its code). The
/// eigenvectors give the same function without a tolerance of the iteration, and ill-conditioned matrices do not stop it early.
/// An instance holds scratch memory: it is for one caller at a time. Calls of sizes that it had before allocate nothing.
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class InverseRoot<T>
    where T : unmanaged
{
    private readonly InverseRootBatch<T> _batch;

    /// <summary>Roots of batches that a team shares, a matrix to a worker.</summary>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public InverseRoot(WorkerTeam? team = null)
        : this(team, KernelTargets.Selected)
    {
    }

    internal InverseRoot(WorkerTeam? team, KernelTarget target)
    {
        Element.CheckType<T>();
        _batch = new InverseRootBatch<T>(team ?? WorkerTeam.Default, target);
    }

    /// <summary>Computes the root of each matrix of a batch. Elements that are not finite give NaN for the whole matrix.</summary>
    /// <param name="a">batchCount × size × size. The result is that of its lower triangle; eigenvalues below zero, which
    /// rounding makes, count as zero.</param>
    /// <param name="result">Receives batchCount × size × size. It can be <paramref name="a"/> itself.</param>
    /// <param name="size">The rows and columns of each matrix.</param>
    /// <param name="root">p, at least 1; Shampoo takes 4 for matrices.</param>
    /// <param name="ridge">ε, greater than 0.</param>
    /// <param name="batchCount">The number of matrices.</param>
    /// <param name="floor">The least eigenvalue that the ridge is relative to, greater than 0: the root of zero is finite.</param>
    /// <exception cref="ArgumentException">A length is not that of the batch, or the result overlaps a part of the
    /// matrices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or another number is out of range.</exception>
    public void Compute(
        ReadOnlySpan<T> a, Span<T> result, int size, int root, double ridge = 1e-6, int batchCount = 1,
        double floor = 1e-6)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfNegative(batchCount);
        Guard.AtLeast(1, root);
        Guard.CheckPositive(ridge);
        Guard.CheckPositive(floor);
        MatrixArguments.CheckLength(a.Length, batchCount, size, size, nameof(a));
        MatrixArguments.CheckLength(result.Length, batchCount, size, size, nameof(result));
        MatrixArguments.CheckSameOrApart(a, result, nameof(result));
        if (!a.IsEmpty)
            _batch.Run(a, result, size, batchCount, -0.5 / root, ridge, floor);
    }
}
