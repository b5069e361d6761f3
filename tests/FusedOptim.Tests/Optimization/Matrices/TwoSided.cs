using FusedOptim.LinearAlgebra;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>
/// A rule with all that matrices have: a value of each element, states of both sides and of elements as matrices, a value of the matrix, and
/// phases over elements and rows after it.
/// </summary>
[UpdateRule]
public sealed partial record TwoSided([Positive] double LearningRate = 0.01, [DecayRate] double Beta = 0.9, [DecayRate] double Decay = 0.8)
{
    private void Measure(double gradient, [State("momentum")] ref double m, [Sum] ref double squares, out double u)
    {
        m = Beta * m + (1 - Beta) * gradient;
        u = m + 0.5 * gradient;
        squares += u * u;
    }

    [Phase(Over.Matrix)]
    private void Precondition(
        Matrix u, [State("left", Over.Row, Over.Row)] Matrix left, [State("right", Over.Column, Over.Column)] Matrix right,
        [State("last", Exact = true)] Matrix last, int step, long rows, double squares, out double size)
    {
        var rowGram = u.CreateTemporary(u.Rows, u.Rows);
        rowGram.SetToProduct(u, u.Transposed);
        left.Scale(Decay);
        left.Add(rowGram, 1 - Decay);
        var columnGram = u.CreateTemporary(u.Columns, u.Columns);
        columnGram.SetToProduct(u.Transposed, u);
        right.Scale(step == 1 ? 0 : Decay);
        right.Add(columnGram, 1 - Decay);
        var product = u.CreateTemporary(u.Rows, u.Columns);
        product.SetToProduct(left, u);
        u.Scale(0.5 + 1.0 / rows);
        u.AddProduct(product, right);
        u.Add(last, 0.25);
        last.SetTo(u);
        size = u.Norm + Math.Sqrt(squares);
    }

    [Phase]
    private static void MeasureRows(double u, double size, [Sum(Over.Row)] ref double rowSquares, out double v)
    {
        v = u / (size + 1);
        rowSquares += v * v;
    }

    [Phase(Over.Row)]
    private static void ScaleRow(double rowSquares, double size, out double rowScale) => rowScale = 1 / (0.1 + Math.Sqrt(rowSquares) + 1e-3 * size);

    private static double Direction(double v, double rowScale, [State(Exact = true)] double last) => v * rowScale + 1e-3 * last;
}
