namespace FusedOptim.Tests.References;

/// <summary>Adam-mini, CAME, SM3 and Scion where their steps can be worked out by hand.</summary>
public class MatrixReferenceTests
{
    private static readonly double[] s_gradient = [3, -4, 0, 0, 0, 2];
    private static readonly MatrixShape s_shape = new(1, 2, 3);

    /// <summary>The first step of Adam is η·g/|g|; with one rate a row it is η·g over the root mean square of the row.</summary>
    [Fact]
    public void AdamMiniDividesByTheSizeOfTheRow()
    {
        var parameter = new double[6];
        new AuthorsAdamMini(s_shape, lr: 0.1, eps: 0).Step(parameter, s_gradient);
        var (first, second) = (Math.Sqrt(25.0 / 3), Math.Sqrt(4.0 / 3));
        Closeness.Check("parameter", [-0.3 / first, 0.4 / first, 0, 0, 0, -0.2 / second], parameter, 1e-13);
    }

    [Fact]
    public void AdamMiniOfSingleElementsIsAdam()
    {
        var inputs = new RecordedInputs(3, 6, 30);
        var parameter = inputs.Parameter;
        var expected = inputs.Parameter;
        var (m, v) = (new double[6], new double[6]);
        var reference = new AuthorsAdamMini(new(1, 6, 1), weightDecay: 0.1);
        for (var t = 1; t <= 30; t++)
        {
            var g = inputs.Gradient(t);
            reference.Step(parameter, g);
            for (var i = 0; i < 6; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                expected[i] -= 1e-3 * 0.1 * expected[i];
                expected[i] -= 1e-3 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, t))) + 1e-8);
            }

            Closeness.Check($"step {t}", expected, parameter, 1e-13);
        }
    }

    /// <summary>
    /// g is of rank one and of size 1: the first update is g/√(1 − β₂), clipped to g. The moment is g/10, the residual 0.9 everywhere,
    /// and the estimate of its square (1 − β₃)·0.81.
    /// </summary>
    [Fact]
    public void CameDividesByTheInstability()
    {
        double[] gradient = [1, -1, 1, -1, 1, -1];
        var parameter = new double[6];
        new AuthorsCame([2, 3], lr: 0.5).Step(parameter, gradient);
        var step = 0.5 * 0.1 / Math.Sqrt((1 - 0.9999) * 0.81);
        Closeness.Check("parameter", [.. gradient.Select(g => -step * g)], parameter, 1e-11);

        var vector = new double[6];
        new AuthorsCame([6], lr: 0.5).Step(vector, gradient);
        Closeness.Check("vector", [.. gradient.Select(g => -0.05 * g)], vector, 1e-13);
    }

    /// <summary>The sums of squares of the elements are 1, 9 / 4, 4 and then 2, 18 / 5, 8.</summary>
    [Fact]
    public void Sm3BoundsTheSumsOfSquares()
    {
        var reference = new AuthorsSm3(new(1, 2, 2), lr: 1, momentum: 0);
        var parameter = new double[4];
        reference.Step(parameter, [1, 3, 2, -2]);
        Assert.Equal([-1, -1, -1, 1], parameter);
        Assert.Equal([9, 4], reference.Rows);
        Assert.Equal([4, 9], reference.Columns);
        reference.Step(parameter, [1, 3, 1, -2]);
        // min(9, 4) + 1, min(9, 9) + 9, min(4, 4) + 1, min(4, 9) + 4
        Closeness.Check(
            "parameter", [-1 - 1 / Math.Sqrt(5), -1 - 3 / Math.Sqrt(18), -1 - 1 / Math.Sqrt(5), 1 + 2 / Math.Sqrt(8)], parameter, 1e-14);
        Assert.Equal([18, 8], reference.Rows);
        Assert.Equal([5, 18], reference.Columns);
    }

    [Fact]
    public void Sm3OfOneRowIsAdaGrad()
    {
        var inputs = new RecordedInputs(4, 7, 20);
        var (parameter, expected, sums) = (inputs.Parameter, inputs.Parameter, new double[7]);
        var reference = new AuthorsSm3(new(1, 1, 7), lr: 0.1, momentum: 0);
        for (var step = 1; step <= 20; step++)
        {
            var g = inputs.Gradient(step);
            reference.Step(parameter, g);
            for (var i = 0; i < 7; i++)
            {
                sums[i] += g[i] * g[i];
                expected[i] -= 0.1 * g[i] / Math.Sqrt(sums[i]);
            }

            Closeness.Check($"step {step}", expected, parameter, 1e-14);
        }
    }

    [Fact]
    public void ScionStepsByTheNormAlone()
    {
        var root3 = Math.Sqrt(3);
        Check(ScionNorm.Sign, false, [1, -1, 0, 0, 0, 1]);
        Check(ScionNorm.Sign, true, [1 / 3.0, -1 / 3.0, 0, 0, 0, 1 / 3.0]);
        Check(ScionNorm.RowNorm, false, [0.6, -0.8, 0, 0, 0, 1]);
        Check(ScionNorm.RowNorm, true, [0.6 / root3, -0.8 / root3, 0, 0, 0, 1 / root3]);
        // Each column has one element that is not zero, so its root mean square is |g|/√2.
        Check(ScionNorm.ColNorm, false, [Math.Sqrt(2), -Math.Sqrt(2), 0, 0, 0, Math.Sqrt(2)]);
        Check(ScionNorm.ColNorm, true, [Math.Sqrt(2) / 3, -Math.Sqrt(2) / 3, 0, 0, 0, Math.Sqrt(2) / 3]);
        Check(ScionNorm.BiasRms, false, [.. s_gradient.Select(g => g / Math.Sqrt(29 / 6.0))]);

        static void Check(ScionNorm norm, bool isNormalized, double[] direction)
        {
            var free = new double[] { 1, 1, 1, 1, 1, 1 };
            new AuthorsScion(s_shape, norm, isNormalized, lr: 0.1, momentum: 1, scale: 5, isUnconstrained: true).Step(free, s_gradient);
            Closeness.Check($"{norm}", [.. direction.Select(value => 1 - 0.5 * value)], free, 1e-8);
            var bounded = new double[] { 1, 1, 1, 1, 1, 1 };
            new AuthorsScion(s_shape, norm, isNormalized, lr: 0.1, momentum: 1, scale: 5).Step(bounded, s_gradient);
            Closeness.Check($"{norm}, constrained", [.. direction.Select(value => 0.9 - 0.5 * value)], bounded, 1e-8);
        }
    }
}
