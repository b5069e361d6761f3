namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Eigenvalues of a symmetric tridiagonal matrix by the QL algorithm with implicit shifts (A. Dubrulle, R. Martin,
/// J. Wilkinson, 1968; EISPACK's <c>imtql2</c>).
/// </summary>
internal static unsafe class TridiagonalQl
{
    private const double Epsilon = 2.220446049250313e-16;  // 2^-52

    // Two or three are usual.
    private const int LargestIterationCount = 100;

    /// <summary>Makes the matrix diagonal.</summary>
    /// <param name="d">The diagonal; receives the eigenvalues, in no order.</param>
    /// <param name="e">What is beside it, size − 1 elements and a zero; overwritten.</param>
    /// <param name="size">The size.</param>
    /// <param name="rotations">Receives the rotations of the rows of the transposed eigenvectors.</param>
    public static void Run(double* d, double* e, int size, ref PlaneRotations rotations)
    {
        // What the tridiagonal form has as its rounding. Where eigenvalues are that small, as those of a matrix of low rank, it is never small
        // beside its neighbors: EISPACK's tql2 compares with the matrix too.
        var negligible = 0.0;
        for (var i = 0; i < size; i++)
            negligible = Math.Max(negligible, Epsilon * (Math.Abs(d[i]) + Math.Abs(e[i])));
        for (var first = 0; first < size; first++)
        {
            for (var iteration = 0; ; iteration++)
            {
                var last = first;
                while (last < size - 1 && Math.Abs(e[last]) > negligible)
                    last++;
                if (last == first)
                    break;
                if (iteration == LargestIterationCount)
                {
                    throw new ArithmeticException(
                        Invariant($"Eigenvalue {first} of {size} did not converge in {LargestIterationCount} iterations."));
                }

                Sweep(d, e, first, last, ref rotations);
            }
        }

        rotations.Apply();
    }

    // One implicit QL step on the rows from first to last, with Wilkinson's shift.
    private static void Sweep(double* d, double* e, int first, int last, ref PlaneRotations rotations)
    {
        var slope = (d[first + 1] - d[first]) / (2 * e[first]);
        var g = d[last] - d[first] + e[first] / (slope + Math.CopySign(Hypotenuse(slope, 1), slope));
        var (s, c, p) = (1.0, 1.0, 0.0);
        for (var i = last - 1; i >= first; i--)
        {
            var (f, b) = (s * e[i], c * e[i]);
            var r = Hypotenuse(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                // The matrix falls apart here.
                d[i + 1] -= p;
                e[last] = 0;
                return;
            }

            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            rotations.Add(i, c, s);
        }

        d[first] -= p;
        e[first] = g;
        e[last] = 0;
    }

    // Without squares that leave the range.
    private static double Hypotenuse(double x, double y)
    {
        var (larger, smaller) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        if (larger == 0)
            return 0;
        var quotient = smaller / larger;
        return larger * Math.Sqrt(1 + quotient * quotient);
    }
}
