using static System.Math;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.References;

/// <summary>
/// Shampoo with grafting as its authors have it (google-research/google-research at 05e1d1c, scalable_shampoo/pytorch/shampoo.py, and
/// scalable_shampoo/optax/distributed_shampoo.py for RMSProp), after R. Anil et al., "Scalable Second Order Optimization for Deep Learning",
/// arXiv 2002.09018, for one matrix in one block. Preconditioners are the roots (A + ε·λ·I)^(−1/4), with the largest eigenvalue λ.
/// </summary>
/// <remarks>
/// Where the code has several readings: statistics start from zero, in the place of ε·I; the ridge is not added to the statistics themselves;
/// preconditioners are computed at the first step and every so many after it; those of zero are finite; Nesterov's look-ahead does not change the momentum; weight decay
/// is decoupled and comes first.
/// </remarks>
internal sealed class AuthorsShampoo(
    int rows, int columns, double lr, double momentum = 0.9, bool nesterov = true, double beta2 = 0.999, double epsilon = 1e-6,
    int every = 1, ShampooGraft graft = ShampooGraft.Sgd, double diagonalEpsilon = 1e-10, double weightDecay = 0) : IMatrixReference
{
    private readonly double[] _diagonal = new double[rows * columns];
    private readonly double[] _momentum = new double[rows * columns];
    private double[] _leftRoot = [];
    private double[] _rightRoot = [];
    private int _step;

    /// <summary>The average of G·Gᵀ.</summary>
    public double[] Left { get; } = new double[rows * rows];

    /// <summary>The average of Gᵀ·G.</summary>
    public double[] Right { get; } = new double[columns * columns];

    public void Step(double[] parameter, double[] gradient)
    {
        var transposed = Transpose(gradient, rows, columns);
        Add(Left, Multiply(gradient, transposed, rows, rows, columns));
        Add(Right, Multiply(transposed, gradient, columns, columns, rows));
        if (_step++ % every == 0)
        {
            _leftRoot = InverseFourthRoot(Left, rows);
            _rightRoot = InverseFourthRoot(Right, columns);
        }

        var update = Multiply(Multiply(_leftRoot, gradient, rows, columns, rows), _rightRoot, rows, columns, columns);
        if (graft != ShampooGraft.None)
        {
            var scale = Norm(Grafted(gradient)) / (Norm(update) + 1e-16);
            update = [.. update.Select(value => scale * value)];
        }

        for (var i = 0; i < parameter.Length; i++)
        {
            _momentum[i] = momentum * _momentum[i] + update[i];
            var direction = nesterov ? momentum * _momentum[i] + update[i] : _momentum[i];
            parameter[i] = parameter[i] * (1 - lr * weightDecay) - lr * direction;
        }
    }

    private double[] Grafted(double[] gradient)
    {
        if (graft == ShampooGraft.Sgd)
            return gradient;
        for (var i = 0; i < gradient.Length; i++)
        {
            _diagonal[i] = graft == ShampooGraft.AdaGrad
                ? _diagonal[i] + gradient[i] * gradient[i]
                : beta2 * _diagonal[i] + (1 - beta2) * gradient[i] * gradient[i];
        }

        return [.. gradient.Zip(_diagonal, (g, d) => g / (Sqrt(d) + diagonalEpsilon))];
    }

    // With β₂ = 1 a sum.
    private void Add(double[] statistics, double[] product)
    {
        for (var i = 0; i < product.Length; i++)
            statistics[i] = beta2 * statistics[i] + (beta2 == 1 ? 1 : 1 - beta2) * product[i];
    }

    private double[] InverseFourthRoot(double[] matrix, int size)
    {
        var (values, vectors) = JacobiEigenvectors.Compute(matrix, size);
        var ridge = epsilon * Max(values[0], 1e-30);
        return Compose(vectors, [.. values.Select(value => Pow(Max(value, 0) + ridge, -0.25))], vectors, size, size);
    }
}
