using static System.Math;

namespace FusedOptim.Tests.References;

/// <summary>
/// SM3-II as its authors have it (google-research/google-research, sm3/sm3.py at 0c1bbe5), after R. Anil et al., "Memory-Efficient
/// Adaptive Optimization", NeurIPS 2019, section 4, with the cover of rows and columns. In one row each column is an element, which is
/// the authors' diagonal form for vectors.
/// </summary>
internal sealed class AuthorsSm3(MatrixShape shape, double lr, double momentum = 0.9) : IMatrixReference
{
    private double[] _rows = new double[shape.Batch * shape.Rows];
    private double[] _columns = new double[shape.Batch * shape.Columns];
    private readonly double[] _momentum = new double[shape.Count];

    /// <summary>The accumulator of each row: the greatest bound of its elements.</summary>
    public double[] Rows => _rows;

    /// <summary>The accumulator of each column.</summary>
    public double[] Columns => _columns;

    public void Step(double[] parameter, double[] gradient)
    {
        var (rows, columns) = (new double[_rows.Length], new double[_columns.Length]);
        for (var i = 0; i < parameter.Length; i++)
        {
            var (row, column) = (shape.RowOf(i), shape.ColumnOf(i));
            var bound = Min(_rows[row], _columns[column]) + gradient[i] * gradient[i];
            rows[row] = Max(rows[row], bound);
            columns[column] = Max(columns[column], bound);
            _momentum[i] += _momentum[i] * (momentum - 1) + (1 - momentum) * (gradient[i] / Sqrt(bound + 1e-30));
            parameter[i] -= lr * _momentum[i];
        }

        (_rows, _columns) = (rows, columns);
    }
}
