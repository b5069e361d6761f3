using static System.Math;
using static FusedOptim.Tests.References.Numbers;

namespace FusedOptim.Tests.References;

/// <summary>
/// N. Shazeer and M. Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", ICML 2018: algorithm 4, which is algorithm
/// 5 where there is one row, with the values of algorithm 6. The first moment is that of the authors' code (tensor2tensor,
/// tensor2tensor/utils/adafactor.py at 02999ee): an average of the clipped and scaled steps. The paper has no weight
/// decay; PyTorch's is here.
/// </summary>
internal sealed class PaperAdafactor(
    MatrixShape shape, double greatestRate = 1e-2, double decay = 0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3, double d = 1,
    double beta1 = 0, double weightDecay = 0) : IMatrixReference
{
    private readonly double[] _rows = new double[shape.Batch * shape.Rows];
    private readonly double[] _columns = new double[shape.Batch * shape.Columns];
    private readonly double[] _moment = new double[shape.Count];
    private int _step;

    public void Step(double[] parameter, double[] gradient)
    {
        _step++;
        var weight = Pow(_step, -decay);
        var alpha = Max(epsilon2, RootMeanSquare(parameter)) * Min(greatestRate, 1 / Sqrt(_step));
        var squares = Squares(gradient, epsilon1);
        Lerp(_rows, shape.RowMeans(squares), weight);
        Lerp(_columns, shape.ColumnMeans(squares), weight);
        var mean = shape.MeansOverRows(_rows);
        var update = new double[gradient.Length];
        for (var i = 0; i < update.Length; i++)
        {
            var (row, column) = (shape.RowOf(i), shape.ColumnOf(i));
            update[i] = gradient[i] / Sqrt(_rows[row] * _columns[column] / mean[row]);
        }

        var clip = Max(1, RootMeanSquare(update) / d);
        for (var i = 0; i < parameter.Length; i++)
        {
            _moment[i] = beta1 * _moment[i] + (1 - beta1) * (alpha * update[i] / clip);
            parameter[i] = (1 - greatestRate * weightDecay) * parameter[i] - _moment[i];
        }
    }
}
