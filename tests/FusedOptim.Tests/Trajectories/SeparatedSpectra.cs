using FusedOptim.Tests.LinearAlgebra;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Gradients U·C·Vᵀ with the same orthonormal U and V at each step, of min(rows, columns) columns, and a matrix C about diag(1, ½, ¼, …):
/// averages of G·Gᵀ and Gᵀ·G have eigenvalues far apart, and eigenvectors near those of the first gradient.
/// </summary>
internal sealed class SeparatedSpectra(int rows, int columns, int seed)
{
    private readonly int _rank = Math.Min(rows, columns);
    private int _step;

    public double[] Next()
    {
        var c = PlainMatrices.Values<double>(_rank * _rank, seed + 100 + _step++);
        for (var i = 0; i < c.Length; i++)
        {
            var (row, column) = (i / _rank, i % _rank);
            c[i] = row == column ? Math.ScaleB(1 + c[i] / 4, -row) : Math.ScaleB(c[i], -Math.Max(row, column) - 3);
        }

        var u = PlainMatrices.Orthonormal(rows, _rank, seed);
        var v = PlainMatrices.Orthonormal(columns, _rank, seed + 1);
        return PlainMatrices.Multiply(
            PlainMatrices.Multiply(u, c, rows, _rank, _rank), PlainMatrices.Transpose(v, columns, _rank), rows, columns, _rank);
    }
}
