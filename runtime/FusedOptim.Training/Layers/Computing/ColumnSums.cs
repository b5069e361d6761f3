using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Sums over the rows of a matrix, in order: the same bits whatever the width of vectors.</summary>
internal static class ColumnSums
{
    /// <summary>sums[j] ← sums[j] + Σ_i matrix[i, j].</summary>
    /// <param name="matrix">Any number of rows, each as long as <paramref name="sums"/>.</param>
    /// <param name="sums">What is added to.</param>
    public static void AddTo<T>(ReadOnlySpan<T> matrix, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; !matrix.IsEmpty; matrix = matrix[sums.Length..])
        {
            var row = matrix[..sums.Length];
            var rowVectors = MemoryMarshal.Cast<T, Vector<T>>(row);
            var sumVectors = MemoryMarshal.Cast<T, Vector<T>>(sums);
            for (var j = 0; j < sumVectors.Length; j++)
                sumVectors[j] += rowVectors[j];
            for (var j = sumVectors.Length * Vector<T>.Count; j < row.Length; j++)
                sums[j] += row[j];
        }
    }
}
