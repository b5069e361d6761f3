using static System.Math;
using static FusedOptim.Tests.References.Numbers;

namespace FusedOptim.Tests.References;

/// <summary>
/// <c>torch.optim.Adafactor</c> of PyTorch 2.10 (torch/optim/_adafactor.py, <c>_single_tensor_adafactor</c>), with its names. Tensors of
/// two and more dimensions are factored along the last two, vectors are not factored.
/// </summary>
internal sealed class PyTorchAdafactor(
    int[] dimensions, double lr = 1e-2, double beta2Decay = -0.8, double eps1 = 2.220446049250313e-16, double eps2 = 1e-3, double d = 1,
    double weightDecay = 0) : IMatrixReference
{
    private readonly MatrixShape _shape = MatrixShape.OfLastTwo(dimensions);
    private readonly bool _isFactored = dimensions.Length > 1;
    private int _step;

    public double[] RowVariance { get; } = NewRows(MatrixShape.OfLastTwo(dimensions));

    public double[] ColumnVariance { get; } = NewColumns(MatrixShape.OfLastTwo(dimensions));

    /// <summary>The second moment of a vector.</summary>
    public double[] Variance { get; } = new double[MatrixShape.OfLastTwo(dimensions).Count];

    public void Step(double[] parameter, double[] gradient)
    {
        _step++;
        var weight = Pow(_step, beta2Decay);
        var rho = Min(lr, 1 / Sqrt(_step));
        var alpha = Max(eps2, RootMeanSquare(parameter)) * rho;
        for (var i = 0; i < parameter.Length; i++)
            parameter[i] *= 1 - lr * weightDecay;

        var estimate = Estimate(Squares(gradient), weight);
        var update = new double[gradient.Length];
        for (var i = 0; i < update.Length; i++)
            update[i] = gradient[i] / Sqrt(Max(estimate[i], eps1 * eps1));
        var denominator = Max(1, RootMeanSquare(update) / d);
        for (var i = 0; i < parameter.Length; i++)
            parameter[i] -= alpha / denominator * update[i];
    }

    private double[] Estimate(double[] squares, double weight)
    {
        if (!_isFactored)
        {
            Lerp(Variance, squares, weight);
            return Variance;
        }

        Lerp(RowVariance, _shape.RowMeans(squares), weight);
        Lerp(ColumnVariance, _shape.ColumnMeans(squares), weight);
        var mean = _shape.MeansOverRows(RowVariance);
        var estimate = new double[squares.Length];
        for (var i = 0; i < estimate.Length; i++)
        {
            var (row, column) = (_shape.RowOf(i), _shape.ColumnOf(i));
            estimate[i] = RowVariance[row] * ColumnVariance[column] / Max(mean[row], eps1);
        }

        return estimate;
    }

    private static double[] NewRows(MatrixShape shape) => new double[shape.Batch * shape.Rows];

    private static double[] NewColumns(MatrixShape shape) => new double[shape.Batch * shape.Columns];
}
