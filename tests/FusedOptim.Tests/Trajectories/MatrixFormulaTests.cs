using FusedOptim.Tests.Kernels;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A hundred steps of the rules that see rows and columns, beside their formulas in plain double. The gradients are those of a noisy
/// quadratic where the formula has come to, the same for both.
/// </summary>
public class MatrixFormulaTests
{
    private const int Steps = 100;
    private const double Tolerance = 1e-10;

    // Rows shorter and longer than vectors and blocks, a batch, one column, a vector.
    private static readonly int[][] s_shapes = [[31, 70], [700, 3], [2, 1500], [3, 5, 7], [2, 2, 3, 3], [41, 1], [19]];

    // Wide, tall and square, a batch, one column, one row.
    private static readonly int[][] s_matrices = [[7, 19], [40, 5], [9, 9], [3, 5, 7], [2, 2, 3, 3], [41, 1], [1, 19]];

    [Theory]
    [MemberData(nameof(MatrixFormulas.Names), MemberType = typeof(MatrixFormulas))]
    public void OptimizersGoWhereThePaperGoes(string name)
    {
        var rule = ShippedRules.Find(name);
        var shapes = rule.Schema.TakesMatrices ? s_matrices : s_shapes;
        using var parameters = new ParameterSet<double>();
        var generator = new BitGenerator(14);
        Parameter<double>[] tensors =
        [
            .. shapes.Select((shape, index) => parameters.Add($"tensor{index}", ParameterKind.Weight, shape)),
        ];
        foreach (var tensor in tensors)
        {
            tensor.View = MatrixView.OfLastTwoDimensions(tensor.Shape);
            EdgeValues.FillOrdinary(tensor.Values, ref generator);
        }

        double[][] expected = [.. tensors.Select(tensor => tensor.Values.ToArray())];
        IMatrixReference[] formulas = [.. shapes.Select(shape => MatrixFormulas.Create(rule, shape))];
        var quadratic = new NoisyQuadratic(expected, seed: 15);
        var bound = new GrowingBound(expected, Tolerance);
        using var optimizer = Optimizer.Create(parameters, rule.Rule, new OptimizerOptions());
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = quadratic.Gradients(expected);
            for (var index = 0; index < tensors.Length; index++)
            {
                gradients[index].CopyTo(tensors[index].Gradients);
                formulas[index].Step(expected[index], gradients[index]);
            }

            optimizer.Step();
            for (var index = 0; index < tensors.Length; index++)
                bound.Check($"{name}, step {step}, {tensors[index].Shape}", index, expected[index], tensors[index].Values);
        }
    }

    /// <summary>A weight that is stored [inputs, outputs] and viewed transposed goes where the same weight goes that is stored
    /// [outputs, inputs].</summary>
    [Theory]
    [MemberData(nameof(MatrixFormulas.Names), MemberType = typeof(MatrixFormulas))]
    public void TransposedViewsGoWhereThePaperGoes(string name)
    {
        var rule = ShippedRules.Find(name);
        var (rows, columns) = rule.Schema.TakesMatrices ? (7, 19) : (23, 61);
        using var parameters = new ParameterSet<double>();
        var tensor = parameters.Add("weight", ParameterKind.Weight, columns, rows);
        tensor.View = tensor.View.Transpose();
        var generator = new BitGenerator(16);
        var expected = new double[rows * columns];
        EdgeValues.FillOrdinary(expected.AsSpan(), ref generator);
        Transpose(expected, tensor.Values);
        var formula = MatrixFormulas.Create(rule, [rows, columns]);
        var quadratic = new NoisyQuadratic([expected], seed: 17);
        var bound = new GrowingBound([expected], Tolerance);
        using var optimizer = Optimizer.Create(parameters, rule.Rule, new OptimizerOptions());
        var actual = new double[rows * columns];
        for (var step = 1; step <= Steps; step++)
        {
            var gradient = quadratic.Gradients([expected])[0];
            Transpose(gradient, tensor.Gradients);
            formula.Step(expected, gradient);
            optimizer.Step();
            for (var i = 0; i < actual.Length; i++)
                actual[i] = tensor.Values[i % columns * rows + i / columns];
            bound.Check($"{name}, step {step}", 0, expected, actual);
        }

        void Transpose(double[] source, Span<double> destination)
        {
            for (var i = 0; i < source.Length; i++)
                destination[i % columns * rows + i / columns] = source[i];
        }
    }
}
