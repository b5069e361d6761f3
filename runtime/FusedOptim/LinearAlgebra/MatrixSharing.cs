namespace FusedOptim.LinearAlgebra;

/// <summary>The decision whether a team shares the work within a matrix, or each worker takes matrices of its own: by the size alone.</summary>
internal static class MatrixSharing
{
    // Multiplications of a product. Above, a team is worth more within a matrix than between matrices.
    private const long LargestProductOfOneWorker = 1 << 21;

    /// <summary>Whether a team shares the products of a matrix with its smaller side.</summary>
    public static bool IsForTeam(long rows, long columns) => Math.Min(rows, columns) * rows * columns > LargestProductOfOneWorker;
}
