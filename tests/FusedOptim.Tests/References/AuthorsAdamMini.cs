using static System.Math;
using static FusedOptim.Tests.References.Numbers;

namespace FusedOptim.Tests.References;

/// <summary>
/// Adam-mini as its authors have it (zyushun/Adam-mini, adam_mini/adam_mini.py, version 1.1.1 at 402aadf), after Y. Zhang et al.,
/// "Adam-mini: Use Fewer Learning Rates To Gain More", ICLR 2025, algorithm 1. Each row is one block. The code has blocks of neurons and
/// tokens (rows of a matrix), of heads (rows of heads × the rest), of a whole tensor (one row), and of single elements for biases.
/// </summary>
internal sealed class AuthorsAdamMini(
    MatrixShape shape, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weightDecay = 0)
    : IMatrixReference
{
    private readonly double[] _moment = new double[shape.Count];
    private readonly double[] _mean = new double[shape.Batch * shape.Rows];
    private int _step;

    public void Step(double[] parameter, double[] gradient)
    {
        _step++;
        var squares = shape.RowMeans(Squares(gradient));
        for (var row = 0; row < _mean.Length; row++)
            _mean[row] = beta2 * _mean[row] + (1 - beta2) * squares[row];
        Lerp(_moment, gradient, 1 - beta1);
        var (correction1, correction2) = (1 - Pow(beta1, _step), 1 - Pow(beta2, _step));
        for (var i = 0; i < parameter.Length; i++)
        {
            var h = Sqrt(_mean[shape.RowOf(i)]) / Sqrt(correction2) + eps;
            parameter[i] = parameter[i] * (1 - lr * weightDecay) - lr * (_moment[i] * (1 / correction1 / h));
        }
    }
}
