using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// QR of one matrix by Householder reflections, in double, with the columns contiguous: a reflection reads a column twice
/// while it is in the cache.
/// </summary>
internal sealed unsafe class HouseholderQr<T>
    where T : unmanaged
{
    private readonly ScratchMemory<double> _scratch = new();

    /// <summary>Decomposes a matrix.</summary>
    /// <param name="a">rows × columns.</param>
    /// <param name="q">Receives rows × min(rows, columns).</param>
    /// <param name="r">Receives min(rows, columns) × columns; or nothing.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    public void Run(ReadOnlySpan<T> a, Span<T> q, Span<T> r, int rows, int columns)
    {
        var scale = MatrixScale.Of(a);
        if (!scale.IsFinite)
        {
            q.Fill(Element.Of<T>(double.NaN));
            r.Fill(Element.Of<T>(double.NaN));
            return;
        }

        var size = Math.Min(rows, columns);
        var factorLength = checked(rows * size);
        fixed (double* vectors = _scratch.Take(checked(rows * columns + factorLength + 2 * size)))
        {
            var factor = vectors + (nint)rows * columns;
            var tau = factor + factorLength;
            var diagonal = tau + size;
            for (var j = 0; j < columns; j++)
            {
                for (var i = 0; i < rows; i++)
                    vectors[(nint)j * rows + i] = scale.Down * Element.ToDouble(a[i * columns + j]);
            }

            Reflect(vectors, tau, diagonal, rows, columns);
            Accumulate(vectors, tau, factor, rows, size);
            for (var j = 0; j < size; j++)
            {
                var sign = double.IsNegative(diagonal[j]) ? -1.0 : 1.0;
                for (var i = 0; i < rows; i++)
                    q[i * size + j] = Element.Of<T>(sign * factor[(nint)j * rows + i]);
                if (!r.IsEmpty)
                    WriteRow(vectors, diagonal[j], sign * scale.Up, r.Slice(j * columns, columns), j, rows);
            }
        }
    }

    private static void Reflect(double* vectors, double* tau, double* diagonal, int rows, int columns)
    {
        for (var k = 0; k < Math.Min(rows, columns); k++)
        {
            var v = vectors + (nint)k * rows + k;
            var reflector = Reflector.Create(v, rows - k);
            (diagonal[k], tau[k]) = (reflector.Beta, reflector.Tau);
            for (var j = k + 1; j < columns; j++)
                Reflector.Apply(tau[k], v, vectors + (nint)j * rows + k, rows - k);
        }
    }

    // Q = H₀·H₁·…·I: the last reflection first, when most of Q is still the identity.
    private static void Accumulate(double* vectors, double* tau, double* factor, int rows, int size)
    {
        new Span<double>(factor, rows * size).Clear();
        for (var j = 0; j < size; j++)
            factor[(nint)j * rows + j] = 1;
        for (var k = size - 1; k >= 0; k--)
        {
            for (var j = k; j < size; j++)
                Reflector.Apply(tau[k], vectors + (nint)k * rows + k, factor + (nint)j * rows + k, rows - k);
        }
    }

    private static void WriteRow(double* vectors, double diagonal, double scale, Span<T> row, int index, int rows)
    {
        row[..index].Clear();
        row[index] = Element.Of<T>(scale * diagonal);
        for (var j = index + 1; j < row.Length; j++)
            row[j] = Element.Of<T>(scale * vectors[(nint)j * rows + index]);
    }
}
