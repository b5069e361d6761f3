using static System.Math;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.References;

/// <summary>
/// SOAP as its authors have it (nikhilvyas/SOAP, soap.py at f42d296), after N. Vyas et al., "SOAP: Improving and Stabilizing Shampoo using
/// Adam", arXiv 2409.11321, algorithm 3, for one matrix. The first step only sets the bases. Later ones step with Adam in the bases, decay,
/// add the gradient to the statistics and, every so many steps, take the bases of one power iteration, sorted by eigenvalue.
/// </summary>
internal sealed class AuthorsSoap(
    int rows, int columns, double lr = 3e-3, double beta1 = 0.95, double beta2 = 0.95, double? shampooBeta = null, double eps = 1e-8,
    double weightDecay = 0.01, int frequency = 10) : IMatrixReference
{
    private readonly double[] _left = new double[rows * rows];
    private readonly double[] _right = new double[columns * columns];
    private double[] _mean = new double[rows * columns];
    private double[] _square = new double[rows * columns];
    private int _step = -1;

    /// <summary>The basis of the rows: its columns are about the eigenvectors of the average of G·Gᵀ.</summary>
    public double[] LeftBasis { get; private set; } = [];

    /// <summary>The basis of the columns.</summary>
    public double[] RightBasis { get; private set; } = [];

    public void Step(double[] parameter, double[] gradient)
    {
        _step++;
        if (_step == 0)
        {
            AddToStatistics(gradient);
            LeftBasis = JacobiEigenvectors.Compute(_left, rows).Vectors;
            RightBasis = JacobiEigenvectors.Compute(_right, columns).Vectors;
            return;
        }

        var rotated = Rotate(gradient);
        Numbers.Lerp(_mean, rotated, 1 - beta1);
        Numbers.Lerp(_square, Numbers.Squares(rotated), 1 - beta2);
        var size = lr * Sqrt(1 - Pow(beta2, _step)) / (1 - Pow(beta1, _step));
        var direction = RotateBack([.. _mean.Zip(_square, (m, v) => m / (Sqrt(v) + eps))]);
        for (var i = 0; i < parameter.Length; i++)
        {
            parameter[i] -= size * direction[i];
            parameter[i] -= lr * weightDecay * parameter[i];
        }

        AddToStatistics(gradient);
        if (_step % frequency != 0)
            return;
        var mean = RotateBack(_mean);
        var (leftOrder, rightOrder) = (Order(_left, LeftBasis, rows), Order(_right, RightBasis, columns));
        LeftBasis = PowerIteration(_left, LeftBasis, leftOrder, rows);
        RightBasis = PowerIteration(_right, RightBasis, rightOrder, columns);
        _square = [.. leftOrder.SelectMany(row => rightOrder.Select(column => _square[row * columns + column]))];
        _mean = Rotate(mean);
    }

    private void AddToStatistics(double[] gradient)
    {
        var transposed = Transpose(gradient, rows, columns);
        var weight = 1 - (shampooBeta ?? beta2);
        Numbers.Lerp(_left, Multiply(gradient, transposed, rows, rows, columns), weight);
        Numbers.Lerp(_right, Multiply(transposed, gradient, columns, columns, rows), weight);
    }

    private double[] Rotate(double[] matrix) => Multiply(
        Multiply(Transpose(LeftBasis, rows, rows), matrix, rows, columns, rows), RightBasis, rows, columns, columns);

    private double[] RotateBack(double[] matrix) => Multiply(
        Multiply(LeftBasis, matrix, rows, columns, rows), Transpose(RightBasis, columns, columns), rows, columns, columns);

    // The columns of the basis by the eigenvalues that it estimates, descending.
    private static int[] Order(double[] statistics, double[] basis, int size)
    {
        var images = Multiply(statistics, basis, size, size, size);
        return
        [
            .. Enumerable.Range(0, size).OrderByDescending(
                column => Enumerable.Range(0, size).Sum(row => basis[row * size + column] * images[row * size + column])),
        ];
    }

    private static double[] PowerIteration(double[] statistics, double[] basis, int[] order, int size)
    {
        double[] sorted = [.. Enumerable.Range(0, size).SelectMany(row => order.Select(column => basis[row * size + column]))];
        return OrthonormalColumns(Multiply(statistics, sorted, size, size, size), size, size);
    }
}
