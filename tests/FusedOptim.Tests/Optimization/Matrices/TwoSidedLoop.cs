namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary><see cref="TwoSided"/> in plain loops over double.</summary>
internal sealed class TwoSidedLoop(TwoSided rule, MatrixView view)
{
    private readonly int _rows = (int)view.Rows;
    private readonly int _columns = (int)view.Columns;
    private readonly double[] _momentum = new double[view.Count];
    private readonly double[] _last = new double[view.Count];
    private readonly double[] _u = new double[view.Count];

    public double[] Left { get; } = new double[view.Batch * view.Rows * view.Rows];

    public double[] Right { get; } = new double[view.Batch * view.Columns * view.Columns];

    public void Step(double[] parameter, ReadOnlySpan<double> gradient, int step)
    {
        var squares = 0.0;
        for (var i = 0; i < parameter.Length; i++)
        {
            _momentum[i] = rule.Beta * _momentum[i] + (1 - rule.Beta) * gradient[i];
            _u[i] = _momentum[i] + 0.5 * gradient[i];
            squares += _u[i] * _u[i];
        }

        for (var matrix = 0; matrix < view.Batch; matrix++)
            Step(parameter, step, squares, matrix);
    }

    private void Step(double[] parameter, int step, double squares, int matrix)
    {
        var u = new double[_rows, _columns];
        Each((row, column) => u[row, column] = _u[Place(matrix, row, column)]);
        var (left, right) = (matrix * _rows * _rows, matrix * _columns * _columns);
        for (var i = 0; i < _rows; i++)
        {
            for (var j = 0; j < _rows; j++)
            {
                ref var element = ref Left[left + i * _rows + j];
                element = rule.Decay * element + (1 - rule.Decay) * Enumerable.Range(0, _columns).Sum(k => u[i, k] * u[j, k]);
            }
        }

        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j < _columns; j++)
            {
                ref var element = ref Right[right + i * _columns + j];
                element = rule.Decay * element + (1 - rule.Decay) * Enumerable.Range(0, _rows).Sum(k => u[k, i] * u[k, j]);
            }
        }

        var product = new double[_rows, _columns];
        Each((row, column) => product[row, column] = Enumerable.Range(0, _rows).Sum(k => Left[left + row * _rows + k] * u[k, column]));
        var preconditioned = new double[_rows, _columns];
        Each((row, column) =>
        {
            var sum = Enumerable.Range(0, _columns).Sum(k => product[row, k] * Right[right + k * _columns + column]);
            ref var last = ref _last[Place(matrix, row, column)];
            last = preconditioned[row, column] = (0.5 + 1.0 / _rows) * u[row, column] + sum + 0.25 * last;
        });
        var norm = 0.0;
        Each((row, column) => norm += preconditioned[row, column] * preconditioned[row, column]);
        var size = Math.Sqrt(norm) + Math.Sqrt(squares);
        for (var row = 0; row < _rows; row++)
        {
            var rowSquares = 0.0;
            for (var column = 0; column < _columns; column++)
                rowSquares += Math.Pow(preconditioned[row, column] / (size + 1), 2);
            var scale = 1 / (0.1 + Math.Sqrt(rowSquares) + 1e-3 * size);
            for (var column = 0; column < _columns; column++)
            {
                var place = Place(matrix, row, column);
                parameter[place] -= rule.LearningRate * (preconditioned[row, column] / (size + 1) * scale + 1e-3 * _last[place]);
            }
        }
    }

    private void Each(Action<int, int> visit)
    {
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < _columns; column++)
                visit(row, column);
        }
    }

    private int Place(int matrix, int row, int column) =>
        matrix * _rows * _columns + (view.IsTransposed ? column * _rows + row : row * _columns + column);
}
