using static System.Math;

namespace FusedOptim.Tests.References;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by plane rotations (C. Jacobi, 1846), in cyclic order, until no element beside the
/// diagonal counts.
/// </summary>
internal static class JacobiEigenvectors
{
    /// <summary>Returns the eigenvalues, descending, and a matrix with an eigenvector in each column.</summary>
    public static (double[] Values, double[] Vectors) Compute(double[] matrix, int size)
    {
        double[] a = [.. matrix];
        var q = new double[size * size];
        for (var i = 0; i < size; i++)
            q[i * size + i] = 1;
        for (var sweep = 0; sweep < 30; sweep++)
        {
            for (var row = 0; row < size; row++)
            {
                for (var column = row + 1; column < size; column++)
                    Rotate(a, q, size, row, column);
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => a[i * size + i])];
        return (
            [.. order.Select(i => a[i * size + i])],
            [.. Enumerable.Range(0, size).SelectMany(row => order.Select(column => q[row * size + column]))]);
    }

    // Makes a[i, j] zero: A ← JᵀAJ, Q ← QJ.
    private static void Rotate(double[] a, double[] q, int size, int i, int j)
    {
        var beside = a[i * size + j];
        if (beside == 0)
            return;
        var slope = (a[j * size + j] - a[i * size + i]) / (2 * beside);
        var tangent = (slope < 0 ? -1 : 1) / (Abs(slope) + Sqrt(slope * slope + 1));
        var cosine = 1 / Sqrt(tangent * tangent + 1);
        var sine = tangent * cosine;
        for (var k = 0; k < size; k++)
            Mix(a, k * size + i, k * size + j);
        for (var k = 0; k < size; k++)
        {
            Mix(a, i * size + k, j * size + k);
            Mix(q, k * size + i, k * size + j);
        }

        (a[i * size + j], a[j * size + i]) = (0, 0);

        void Mix(double[] values, int first, int second) =>
            (values[first], values[second]) =
                (cosine * values[first] - sine * values[second], sine * values[first] + cosine * values[second]);
    }
}
