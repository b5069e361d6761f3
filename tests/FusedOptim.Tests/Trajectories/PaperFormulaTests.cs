using System.Numerics;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Sixty steps of the rules that PyTorch does not have, beside their formulas in plain double. The gradients are fixed
/// beforehand and the same in both precisions, so that no rounding of a parameter decides a sign.
/// </summary>
public class PaperFormulaTests
{
    private const int Elements = 64;
    private const int Steps = 60;

    private delegate void Comparison<T>(int step, ReadOnlySpan<double> expected, ReadOnlySpan<T> actual);

    /// <summary>
    /// Relative to the greatest magnitude that an element has had: one that passes through zero keeps the roundings of
    /// where it was.
    /// </summary>
    [Theory]
    [MemberData(nameof(PaperFormulas.Names), MemberType = typeof(PaperFormulas))]
    public void DoubleKernelsGoWhereThePaperGoes(string name)
    {
        var greatest = new double[Elements];
        Follow<double>(name, (step, expected, actual) =>
        {
            for (var index = 0; index < Elements; index++)
            {
                greatest[index] = Math.Max(greatest[index], Math.Abs(expected[index]));
                Assert.True(
                    Math.Abs(actual[index] - expected[index]) <= 1e-12 * greatest[index],
                    $"{name}, step {step}: parameter[{index}] is {actual[index]:R}, must be {expected[index]:R}");
            }
        });
    }

    /// <summary>A step rounds a few times by half of 2⁻²³; the root of the mean square grows by less than that.</summary>
    [Theory]
    [MemberData(nameof(PaperFormulas.Names), MemberType = typeof(PaperFormulas))]
    public void FloatKernelsStayClose(string name) => Follow<float>(name, (step, expected, actual) =>
    {
        var (error, magnitude) = (0.0, 0.0);
        for (var index = 0; index < Elements; index++)
        {
            error += Math.Pow(actual[index] - expected[index], 2);
            magnitude += Math.Pow(expected[index], 2);
        }

        Assert.True(
            error <= Math.Pow(Math.ScaleB(step + 1, -24), 2) * magnitude,
            $"{name}, step {step}: off by {Math.Sqrt(error / magnitude):E2} in the mean");
    });

    private static void Follow<T>(string name, Comparison<T> compare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = ShippedRules.Find(name);
        var generator = new BitGenerator(9);
        var expected = new double[Elements];
        EdgeValues.FillOrdinary(expected.AsSpan(), ref generator);
        var formulas = expected.Select(_ => PaperFormulas.Create(rule)).ToArray();
        using var trajectory = new Trajectory<T>(rule, expected);
        var gradient = new double[Elements];
        for (var step = 1; step <= Steps; step++)
        {
            EdgeValues.FillOrdinary(gradient.AsSpan(), ref generator);
            for (var index = 0; index < Elements; index++)
                expected[index] = formulas[index](expected[index], gradient[index], step);
            trajectory.Step(rule, step, gradient);
            compare(step, expected, trajectory.Parameter);
        }
    }
}
