using FusedOptim.LinearAlgebra;
using static System.Math;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.References;

/// <summary>
/// <c>torch.optim.Muon</c> of PyTorch 2.10 (torch/optim/_muon.py, <c>_single_tensor_muon</c>), with its names, for one matrix. The
/// Newton–Schulz iteration is in double here and in bfloat16 there.
/// </summary>
internal sealed class PyTorchMuon(
    int rows, int columns, double lr = 1e-3, double weightDecay = 0.1, double momentum = 0.95, bool nesterov = true,
    bool matchesRmsOfAdamW = false, QuinticPolynomial[]? polynomials = null, double floor = 1e-7) : IMatrixReference
{
    private static readonly QuinticPolynomial[] s_quintic = [.. Enumerable.Repeat(new QuinticPolynomial(3.4445, -4.7750, 2.0315), 5)];

    public double[] Buffer { get; } = new double[rows * columns];

    public void Step(double[] parameter, double[] gradient)
    {
        Numbers.Lerp(Buffer, gradient, 1 - momentum);
        double[] update = [.. nesterov ? gradient : Buffer];
        if (nesterov)
            Numbers.Lerp(update, Buffer, momentum);
        update = Orthogonalize(update, rows, columns, polynomials, floor);
        var ratio = matchesRmsOfAdamW ? 0.2 * Sqrt(Max(rows, columns)) : Sqrt(Max(1, (double)rows / columns));
        for (var i = 0; i < parameter.Length; i++)
            parameter[i] = parameter[i] * (1 - lr * weightDecay) - lr * ratio * update[i];
    }

    /// <summary>Steps of X ← aX + (bXXᵀ + c(XXᵀ)²)X from the matrix over its Frobenius norm, on its smaller side; by default the five of
    /// PyTorch.</summary>
    public static double[] Orthogonalize(
        double[] matrix, int rows, int columns, QuinticPolynomial[]? polynomials = null, double floor = 1e-7)
    {
        if (rows > columns)
            return Transpose(Orthogonalize(Transpose(matrix, rows, columns), columns, rows, polynomials, floor), columns, rows);
        var norm = Max(Norm(matrix), floor);
        double[] x = [.. matrix.Select(value => value / norm)];
        foreach (var (a, b, c) in polynomials ?? s_quintic)
        {
            var gram = Multiply(x, Transpose(x, rows, columns), rows, rows, columns);
            var square = Multiply(gram, gram, rows, rows, rows);
            double[] polynomial = [.. gram.Zip(square, (first, second) => b * first + c * second)];
            var product = Multiply(polynomial, x, rows, columns, rows);
            x = [.. x.Zip(product, (first, second) => a * first + second)];
        }

        return x;
    }
}
