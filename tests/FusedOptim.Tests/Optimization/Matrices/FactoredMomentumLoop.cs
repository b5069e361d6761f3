namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary><see cref="FactoredMomentum"/> as plain loops over rows and columns, in double.</summary>
/// <param name="rule">The hyperparameters.</param>
/// <param name="view">The view.</param>
internal sealed class FactoredMomentumLoop(FactoredMomentum rule, MatrixView view)
{
    private readonly double[] _rows = new double[view.RowCount];
    private readonly double[] _columns = new double[view.ColumnCount];
    private readonly double[] _momentum = new double[view.Count];

    /// <summary>The states of rows.</summary>
    public ReadOnlySpan<double> Rows => _rows;

    /// <summary>The states of columns.</summary>
    public ReadOnlySpan<double> Columns => _columns;

    public void Step(Span<double> parameter, ReadOnlySpan<double> gradient)
    {
        var update = new double[view.Count];
        for (var matrix = 0; matrix < view.Batch; matrix++)
            Factor(matrix, gradient, update);
        var updateRoot = Root(update);
        var parameterRoot = Root(parameter);
        for (var i = 0; i < update.Length; i++)
        {
            _momentum[i] = rule.Beta * _momentum[i] + (1 - rule.Beta) * (update[i] / Math.Max(1, updateRoot));
            parameter[i] -= rule.LearningRate * (_momentum[i] * Math.Max(1e-3, parameterRoot) + 1e-3 * _rows[RowOf(i)]);
        }
    }

    private static double Root(ReadOnlySpan<double> values)
    {
        var squares = 0.0;
        foreach (var value in values)
            squares += value * value;
        return Math.Sqrt(squares / values.Length);
    }

    private void Factor(int matrix, ReadOnlySpan<double> gradient, double[] update)
    {
        var total = 0.0;
        for (var r = 0; r < view.Rows; r++)
        {
            var squares = 0.0;
            for (var c = 0; c < view.Columns; c++)
                squares += gradient[Index(matrix, r, c)] * gradient[Index(matrix, r, c)];
            ref var row = ref _rows[matrix * view.Rows + r];
            row = rule.Decay * row + (1 - rule.Decay) * (squares / view.Columns);
            total += row;
        }

        for (var c = 0; c < view.Columns; c++)
        {
            var (squares, greatest) = (0.0, double.NegativeInfinity);
            for (var r = 0; r < view.Rows; r++)
            {
                var value = gradient[Index(matrix, r, c)];
                squares += value * value;
                greatest = Math.Max(greatest, Math.Abs(value));
            }

            ref var column = ref _columns[matrix * view.Columns + c];
            column = rule.Decay * column + (1 - rule.Decay) * (squares / view.Rows);
            for (var r = 0; r < view.Rows; r++)
            {
                var rowFactor = 1 / Math.Sqrt(_rows[matrix * view.Rows + r] / (total / view.Rows + rule.Epsilon) + rule.Epsilon);
                var columnFactor = 1 / (Math.Sqrt(column) + 0.01 * greatest + rule.Epsilon);
                update[Index(matrix, r, c)] = gradient[Index(matrix, r, c)] * rowFactor * columnFactor;
            }
        }
    }

    private int Index(int matrix, int row, int column)
    {
        var (rows, columns) = ((int)view.Rows, (int)view.Columns);
        return matrix * rows * columns + (view.IsTransposed ? column * rows + row : row * columns + column);
    }

    private int RowOf(int index)
    {
        var (rows, columns) = ((int)view.Rows, (int)view.Columns);
        var (matrix, place) = Math.DivRem(index, rows * columns);
        return matrix * rows + (view.IsTransposed ? place % rows : place / columns);
    }
}
