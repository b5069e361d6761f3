using static System.Math;
using static FusedOptim.Tests.References.Numbers;

namespace FusedOptim.Tests.References;

/// <summary>
/// CAME as its authors have it (yangluo7/CAME, came_pytorch/CAME.py at e77c5c0), after Y. Luo et al., "CAME: Confidence-guided Adaptive
/// Memory Efficient Optimization", ACL 2023, algorithm 2. Vectors are not factored and have no confidence.
/// </summary>
internal sealed class AuthorsCame(
    int[] dimensions, double lr, double eps1 = 1e-30, double eps2 = 1e-16, double threshold = 1, double beta1 = 0.9, double beta2 = 0.999,
    double beta3 = 0.9999, double weightDecay = 0) : IMatrixReference
{
    private readonly MatrixShape _shape = MatrixShape.OfLastTwo(dimensions);
    private readonly double[] _moment = new double[MatrixShape.OfLastTwo(dimensions).Count];
    private readonly double[] _squares = new double[MatrixShape.OfLastTwo(dimensions).Count];
    private readonly Factors _square = new(MatrixShape.OfLastTwo(dimensions));
    private readonly Factors _instability = new(MatrixShape.OfLastTwo(dimensions));

    public void Step(double[] parameter, double[] gradient)
    {
        var isVector = dimensions.Length < 2;
        var squares = Squares(gradient, eps1);
        Lerp(_squares, squares, 1 - beta2);
        var scale = isVector ? [.. _squares.Select(square => 1 / Sqrt(square))] : _square.InverseRoots(squares, beta2);
        var update = new double[gradient.Length];
        for (var i = 0; i < update.Length; i++)
            update[i] = gradient[i] * scale[i];
        var clip = Max(1, RootMeanSquare(update) / threshold);
        var residual = new double[gradient.Length];
        for (var i = 0; i < update.Length; i++)
        {
            update[i] /= clip;
            _moment[i] = beta1 * _moment[i] + (1 - beta1) * update[i];
            residual[i] = Pow(update[i] - _moment[i], 2) + eps2;
        }

        var confidence = isVector ? [.. residual.Select(_ => 1.0)] : _instability.InverseRoots(residual, beta3);
        for (var i = 0; i < parameter.Length; i++)
        {
            parameter[i] -= weightDecay * lr * parameter[i];
            parameter[i] -= lr * (_moment[i] * confidence[i]);
        }
    }

    // The averages over rows and over columns of something, and 1/√ of the estimate that they give for each element.
    private sealed class Factors(MatrixShape shape)
    {
        private readonly double[] _rows = new double[shape.Batch * shape.Rows];
        private readonly double[] _columns = new double[shape.Batch * shape.Columns];

        public double[] InverseRoots(double[] values, double beta)
        {
            Lerp(_rows, shape.RowMeans(values), 1 - beta);
            Lerp(_columns, shape.ColumnMeans(values), 1 - beta);
            var mean = shape.MeansOverRows(_rows);
            var roots = new double[values.Length];
            for (var i = 0; i < roots.Length; i++)
                roots[i] = 1 / Sqrt(_rows[shape.RowOf(i)] / mean[shape.RowOf(i)]) * (1 / Sqrt(_columns[shape.ColumnOf(i)]));
            return roots;
        }
    }
}
