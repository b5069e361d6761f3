using FusedOptim.LinearAlgebra;
using static System.Math;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.References;

/// <summary>
/// NorMuon as its authors have it (zichongli5/NorMuon, normuon.py at e5aaaf4, <c>normuon_update</c>), after Z. Li et al., "NorMuon: Making
/// Muon more efficient and scalable", arXiv 2510.05491, algorithm 1, for one matrix. The Newton–Schulz iteration is that of
/// <see cref="PyTorchMuon"/>: in double, from the matrix over max(‖·‖, 10⁻⁷), where the authors have bfloat16 and ‖·‖ + 10⁻⁷.
/// </summary>
internal sealed class AuthorsNorMuon(
    int rows, int columns, double lr = 0.02, double weightDecay = 0, double momentum = 0.95, double beta2 = 0.95, bool nesterov = true,
    QuinticPolynomial[]? polynomials = null, double floor = 1e-7) : IMatrixReference
{
    private readonly double[] _momentum = new double[rows * columns];

    /// <summary>The second moment of each row.</summary>
    public double[] SecondMoment { get; } = new double[rows];

    public void Step(double[] parameter, double[] gradient)
    {
        Numbers.Lerp(_momentum, gradient, 1 - momentum);
        double[] update = [.. nesterov ? gradient : _momentum];
        if (nesterov)
            Numbers.Lerp(update, _momentum, momentum);
        update = PyTorchMuon.Orthogonalize(update, rows, columns, polynomials, floor);

        var norm = Norm(update);
        Numbers.Lerp(SecondMoment, new MatrixShape(1, rows, columns).RowMeans(Numbers.Squares(update)), 1 - beta2);
        for (var i = 0; i < update.Length; i++)
            update[i] *= 1 / (Sqrt(SecondMoment[i / columns]) + 1e-10);
        var scale = norm / (Norm(update) + 1e-10) * Sqrt(Max(1, (double)rows / columns));
        for (var i = 0; i < update.Length; i++)
            parameter[i] = parameter[i] * (1 - lr * weightDecay) - lr * (scale * update[i]);
    }
}
