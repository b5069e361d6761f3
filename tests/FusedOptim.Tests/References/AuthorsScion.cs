using static System.Math;
using static FusedOptim.Tests.References.Numbers;

namespace FusedOptim.Tests.References;

/// <summary>
/// Scion as its authors have it (LIONS-EPFL/scion, scion.py at f58a393, classes <c>Scion</c>, <c>Sign</c>, <c>RowNorm</c>,
/// <c>ColNorm</c>, <c>BiasRMS</c>), after T. Pethick et al., "Training Deep Learning Models with Norm-Constrained LMOs", ICML 2025,
/// algorithm 1 (unconstrained) and algorithm 2 (constrained).
/// </summary>
/// <remarks>The authors' <c>momentum</c> is one minus the usual one, and their directions are negated.</remarks>
internal sealed class AuthorsScion(
    MatrixShape shape, ScionNorm norm, bool isNormalized, double lr = 1e-3, double momentum = 0.1, double scale = 1,
    bool isUnconstrained = false, double epsilon = 1e-8) : IMatrixReference
{
    private readonly double[] _momentum = new double[shape.Count];

    public void Step(double[] parameter, double[] gradient)
    {
        for (var i = 0; i < _momentum.Length; i++)
            _momentum[i] = (1 - momentum) * _momentum[i] + momentum * gradient[i];
        var direction = Direction(_momentum);
        for (var i = 0; i < parameter.Length; i++)
        {
            if (!isUnconstrained)
                parameter[i] *= 1 - lr;
            parameter[i] -= lr * (scale * direction[i]);
        }
    }

    private double[] Direction(double[] g)
    {
        var (rows, columns) = (shape.RowMeans(Squares(g)), shape.ColumnMeans(Squares(g)));
        var direction = new double[g.Length];
        for (var i = 0; i < g.Length; i++)
        {
            var rowNorm = Sqrt(rows[shape.RowOf(i)] * shape.Columns);
            var columnSize = Sqrt(columns[shape.ColumnOf(i)]);
            direction[i] = norm switch
            {
                ScionNorm.Sign => Sign(g[i]) / (isNormalized ? (double)shape.Columns : 1),
                ScionNorm.RowNorm => g[i] / (rowNorm * (isNormalized ? Sqrt(shape.Columns) : 1) + epsilon),
                ScionNorm.ColNorm => g[i] / (columnSize * (isNormalized ? shape.Columns : 1) + epsilon),
                ScionNorm.BiasRms => g[i] / (RootMeanSquare(g) + epsilon),
                _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, null),
            };
        }

        return direction;
    }
}
