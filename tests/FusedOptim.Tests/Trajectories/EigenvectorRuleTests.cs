using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;
using FusedOptim.Tests.LinearAlgebra;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Rules that take eigenvectors of their statistics: a hundred steps beside their formulas in plain double where the eigenvalues are far apart,
/// and what holds of bases and roots where they are not.
/// </summary>
public class EigenvectorRuleTests
{
    private static readonly (int Rows, int Columns)[] s_shapes = [(6, 6), (4, 9), (9, 4), (1, 7), (7, 1)];

    [Theory]
    [MemberData(nameof(MatrixFormulas.NamesWithEigenvectors), MemberType = typeof(MatrixFormulas))]
    public void OptimizersGoWhereTheFormulaGoes(string name)
    {
        var rule = ShippedRules.Find(name);
        foreach (var (rows, columns) in s_shapes)
        {
            var formula = MatrixFormulas.Create(rule, [rows, columns]);
            using var parameters = new ParameterSet<double>();
            var tensor = parameters.Add("weight", ParameterKind.Weight, rows, columns);
            var expected = PlainMatrices.Values<double>(rows * columns, 3);
            expected.CopyTo(tensor.Values);
            using var optimizer = Optimizer.Create(parameters, rule.Rule);
            var spectra = new SeparatedSpectra(rows, columns, seed: 5);
            for (var step = 1; step <= 100; step++)
            {
                var gradient = spectra.Next();
                formula.Step(expected, gradient);
                gradient.CopyTo(tensor.Gradients);
                optimizer.Step();
                // Of the greatest element: where the longer side has no gradient, SOAP divides roundings of 10⁻¹⁷ to 10⁻¹⁶ by ε = 10⁻⁸ in
                // each step, and the rate and the bias correction make some 10⁻⁹ of a hundred of them.
                Closeness.Check($"{name}, step {step}, {rows} × {columns}", expected, tensor.Values.ToArray(), 1e-8);
            }
        }
    }

    /// <summary>Gradients of zero, of rank one, and of repeated singular values: bases stay orthonormal, and values finite.</summary>
    [Theory]
    [InlineData("zero")]
    [InlineData("rank one")]
    [InlineData("repeated")]
    public void BasesOfSoapStayOrthonormal(string kind)
    {
        const int rows = 6, columns = 4;
        using var parameters = new ParameterSet<double>();
        var tensor = parameters.Add("weight", ParameterKind.Weight, rows, columns);
        PlainMatrices.Values<double>(rows * columns, 3).CopyTo(tensor.Values);
        using var optimizer = Optimizer.Create(parameters, new Soap(LearningRate: 1e-2, Interval: 2));
        for (var step = 1; step <= 25; step++)
        {
            Degenerate(kind, rows, columns, step).CopyTo(tensor.Gradients);
            optimizer.Step();
            foreach (var (state, size) in new[] { ("left_basis", rows), ("right_basis", columns) })
            {
                var basis = optimizer.GetState(tensor, state).ToArray();
                Assert.True(PlainMatrices.DistanceFromOrthonormal(basis, size, size) < 1e-13, $"{state}, step {step}");
            }

            Assert.All(tensor.Values.ToArray(), value => Assert.True(double.IsFinite(value)));
        }
    }

    /// <summary>R = (L + ρI)^(−¼): R⁴·(L + ρI) = I, and values are finite.</summary>
    [Theory]
    [InlineData("zero")]
    [InlineData("rank one")]
    [InlineData("repeated")]
    public void RootsOfShampooAreThoseOfTheStatistics(string kind)
    {
        const int rows = 6, columns = 4;
        const double epsilon = 1e-3;
        using var parameters = new ParameterSet<double>();
        var tensor = parameters.Add("weight", ParameterKind.Weight, rows, columns);
        PlainMatrices.Values<double>(rows * columns, 3).CopyTo(tensor.Values);
        using var optimizer = Optimizer.Create(parameters, new Shampoo(Epsilon: epsilon));
        for (var step = 1; step <= 25; step++)
        {
            Degenerate(kind, rows, columns, step).CopyTo(tensor.Gradients);
            optimizer.Step();
            foreach (var (side, size) in new[] { ("left", rows), ("right", columns) })
            {
                var statistics = optimizer.GetState(tensor, $"{side}_statistics").ToArray();
                var root = optimizer.GetState(tensor, $"{side}_root").ToArray();
                var ridge = epsilon * Math.Max(JacobiEigenvectors.Compute(statistics, size).Values[0], 1e-30);
                for (var i = 0; i < size; i++)
                    statistics[i * size + i] += ridge;
                var square = PlainMatrices.Multiply(root, root, size, size, size);
                var fourth = PlainMatrices.Multiply(square, square, size, size, size);
                var identity = PlainMatrices.Multiply(fourth, statistics, size, size, size);
                Assert.True(PlainMatrices.Distance(PlainMatrices.Identity(size), identity) < 1e-10, $"{side}, step {step}");
            }

            Assert.All(tensor.Values.ToArray(), value => Assert.True(double.IsFinite(value)));
        }
    }

    private static double[] Degenerate(string kind, int rows, int columns, int step)
    {
        if (kind == "zero")
            return new double[rows * columns];
        if (kind == "rank one")
            return PlainMatrices.Multiply(PlainMatrices.Values<double>(rows, step), PlainMatrices.Values<double>(columns, 50), rows, columns, 1);
        return PlainMatrices.Compose(
            PlainMatrices.Orthonormal(rows, columns, step), [.. Enumerable.Repeat(2.0, columns)], PlainMatrices.Orthonormal(columns, columns, 9),
            rows, columns);
    }
}
