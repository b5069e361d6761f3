using FusedOptim.LinearAlgebra;
using static System.Math;

namespace FusedOptim.Tests.References;

/// <summary>
/// Scion with the spectral norm as its authors have it (LIONS-EPFL/scion, scion.py at f58a393, classes <c>Scion</c> and <c>Spectral</c>),
/// after T. Pethick et al., "Training Deep Learning Models with Norm-Constrained LMOs", ICML 2025, algorithms 1 and 2, for one matrix. The
/// Newton–Schulz iteration is that of <see cref="PyTorchMuon"/>: in double, from the matrix over max(‖·‖, 10⁻⁷), where the authors have
/// bfloat16 and ‖·‖ + 10⁻⁷.
/// </summary>
/// <remarks>The authors' <c>momentum</c> is one minus the usual one. Rows are outputs, columns inputs.</remarks>
internal sealed class AuthorsSpectralScion(
    int rows, int columns, bool isNormalized = true, bool max = false, double lr = 1e-3, double momentum = 0.1, double scale = 1,
    bool isUnconstrained = false, QuinticPolynomial[]? polynomials = null, double floor = 1e-7) : IMatrixReference
{
    private readonly double[] _momentum = new double[rows * columns];

    public void Step(double[] parameter, double[] gradient)
    {
        for (var i = 0; i < _momentum.Length; i++)
            _momentum[i] = (1 - momentum) * _momentum[i] + momentum * gradient[i];
        var direction = PyTorchMuon.Orthogonalize(_momentum, rows, columns, polynomials, floor);
        var size = isNormalized ? Sqrt((double)rows / columns) : Sqrt(rows);
        if (max)
            size = Max(1, size);
        for (var i = 0; i < parameter.Length; i++)
        {
            if (!isUnconstrained)
                parameter[i] *= 1 - lr;
            parameter[i] -= lr * (scale * (size * direction[i]));
        }
    }
}
