using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Newton–Schulz orthogonalization: from X = U·Σ·Vᵀ to about U·Vᵀ, the orthogonal factor of the polar decomposition, by
/// matrix products alone. X is divided by its Frobenius norm; then X ← a·X + (b·A + c·A²)·X with A = X·Xᵀ for each of the
/// <see cref="NewtonSchulzCoefficients"/>, on the smaller side: A = Xᵀ·X where X is tall. Results have the same bits on every instruction set and any number
/// of threads, in a batch or alone.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time. Calls of sizes that it had before allocate
/// nothing.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed unsafe class NewtonSchulz<T>
    where T : unmanaged
{
    /// <summary>The least norm that matrices are divided by, unless a call states another: that of PyTorch's Muon.</summary>
    public const double DefaultFloor = 1e-7;

    private readonly NewtonSchulzIterations<T> _iterations;
    private readonly NewtonSchulzBatch<T> _batch;

    /// <summary>Orthogonalization that a team shares.</summary>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public NewtonSchulz(WorkerTeam? team = null)
        : this(team, KernelTargets.Selected)
    {
    }

    internal NewtonSchulz(WorkerTeam? team, KernelTarget target)
    {
        Element.CheckType<T>();
        team ??= WorkerTeam.Default;
        _iterations = new NewtonSchulzIterations<T>(new ParallelProduct<T>(team, target), team);
        _batch = new NewtonSchulzBatch<T>(team, target);
    }

    /// <summary>
    /// Orthogonalizes each matrix of a batch. Many small matrices are shared among the team, a large one shares its products:
    /// which, is decided by size alone.
    /// </summary>
    /// <param name="x">batchCount × rows × columns.</param>
    /// <param name="result">Receives batchCount × rows × columns. It can be <paramref name="x"/> itself.</param>
    /// <param name="rows">The rows of each matrix.</param>
    /// <param name="columns">The columns of each matrix.</param>
    /// <param name="coefficients">The polynomials.</param>
    /// <param name="batchCount">The number of matrices.</param>
    /// <param name="floor">The least norm that a matrix is divided by, so that zero stays zero: from 2.2250738585072014E-308,
    /// and finite.</param>
    /// <exception cref="ArgumentException">A length is not that of the batch, or the result overlaps the matrices and is not their
    /// memory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the floor is out of range.</exception>
    public void Orthogonalize(
        ReadOnlySpan<T> x, Span<T> result, int rows, int columns, NewtonSchulzCoefficients coefficients,
        int batchCount = 1, double floor = DefaultFloor)
    {
        Check(coefficients, floor);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(batchCount);
        MatrixArguments.CheckLength(x.Length, batchCount, rows, columns, nameof(x));
        MatrixArguments.CheckLength(result.Length, batchCount, rows, columns, nameof(result));
        MatrixArguments.CheckSameOrApart(x, result, nameof(result));
        if (x.IsEmpty)
            return;
        fixed (T* px = x, presult = result)
        {
            if (batchCount > 1 && !MatrixSharing.IsForTeam(rows, columns))
            {
                _batch.Run(px, presult, rows, columns, coefficients, batchCount, floor);
                return;
            }

            for (var i = 0; i < batchCount; i++)
            {
                var offset = (nint)i * rows * columns;
                _iterations.Run(px + offset, presult + offset, rows, columns, coefficients.Polynomials, floor);
            }
        }
    }

    /// <summary>Throws unless a matrix can be orthogonalized with these.</summary>
    internal static void Check(NewtonSchulzCoefficients coefficients, double floor)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        const double leastFloor = 2.2250738585072014E-308;
        if (!(floor >= leastFloor && double.IsFinite(floor)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(floor), floor, Invariant($"floor is {floor}; it must be at least {leastFloor} and finite."));
        }
    }
}
