using System.Buffers;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>How the bases of <see cref="Soap"/> follow the eigenvectors of their statistics.</summary>
internal static class SoapBasis
{
    /// <summary>
    /// One power iteration: the basis becomes the orthonormal factor of statistics·basis, whose columns are sorted by the eigenvalues that the
    /// basis estimates, the largest first. The rows of the second moments are sorted along.
    /// </summary>
    /// <param name="basis">The basis, an eigenvector in each column.</param>
    /// <param name="statistics">The symmetric matrix whose eigenvectors are followed.</param>
    /// <param name="moments">The second moments, with a row for each vector of the basis.</param>
    public static void Follow(Matrix basis, Matrix statistics, Matrix moments)
    {
        var size = basis.Rows;
        var images = basis.CreateTemporary(size, size);
        images.SetToProduct(statistics, basis);
        var eigenvalues = ArrayPool<double>.Shared.Rent(size);
        var order = ArrayPool<int>.Shared.Rent(size);
        for (var j = 0; j < size; j++)
        {
            (order[j], eigenvalues[j]) = (j, 0);
            for (var i = 0; i < size; i++)
                eigenvalues[j] += basis[i, j] * images[i, j];
        }

        order.AsSpan(0, size).Sort(new LargestFirst(eigenvalues));
        var sorted = moments.CreateTemporary(moments.Rows, moments.Columns);
        for (var j = 0; j < size; j++)
        {
            for (var i = 0; i < size; i++)
                basis[i, j] = images[i, order[j]];
            for (var i = 0; i < moments.Columns; i++)
                sorted[j, i] = moments[order[j], i];
        }

        moments.SetTo(sorted);
        basis.SetToOrthonormalFactor(basis);
        ArrayPool<double>.Shared.Return(eigenvalues);
        ArrayPool<int>.Shared.Return(order);
    }

    // Equal ones stay in order.
    private readonly struct LargestFirst(double[] values) : IComparer<int>
    {
        public int Compare(int x, int y) => values[y].CompareTo(values[x]) is var order and not 0 ? order : x.CompareTo(y);
    }
}
