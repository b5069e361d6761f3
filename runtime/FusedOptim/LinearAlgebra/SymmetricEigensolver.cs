using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Eigenvalues and eigenvectors of one symmetric matrix, in double: tridiagonal form, then implicit QL. What it found stays
/// in its scratch memory until the next matrix.
/// </summary>
internal sealed unsafe class SymmetricEigensolver
{
    // As many sweeps as the strips of the transposed eigenvectors are worth reading for.
    private const int WaitingSweeps = 16;

    private readonly ScratchMemory<double> _scratch = new();
    private int _size;

    /// <summary>A scratch matrix, size × size.</summary>
    public Span<double> Work => Memory[..(_size * _size)];

    /// <summary>The eigenvectors of the scaled matrix, one a row, in no order.</summary>
    public Span<double> Vectors => Memory.Slice(_size * _size, _size * _size);

    /// <summary>The eigenvalues of the scaled matrix, in the order of the vectors.</summary>
    public Span<double> Values => Memory.Slice(2 * _size * _size, _size);

    private Span<double> Memory =>
        _scratch.Take(checked(2 * _size * _size + (4 + WaitingSweeps * PlaneRotations.Length) * _size));

    /// <summary>Solves a matrix.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="a">size × size, of which the lower triangle is read; finite.</param>
    /// <param name="size">The size, at least 1.</param>
    /// <param name="scale">What its elements are multiplied by.</param>
    public void Run<T>(ReadOnlySpan<T> a, int size, double scale)
        where T : unmanaged
    {
        _size = size;
        fixed (double* matrix = Memory)
        {
            var vectors = matrix + (nint)size * size;
            var values = vectors + (nint)size * size;
            var offDiagonal = values + size;
            var work = offDiagonal + size;
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    var element = scale * Element.ToDouble(a[i * size + j]);
                    matrix[(nint)i * size + j] = element;
                    matrix[(nint)j * size + i] = element;
                }
            }

            Tridiagonalization.Run(matrix, size, values, offDiagonal, vectors, work);
            var rotations = new PlaneRotations(vectors, size, work + 2 * size, WaitingSweeps * size);
            TridiagonalQl.Run(values, offDiagonal, size, ref rotations);
        }
    }
}
