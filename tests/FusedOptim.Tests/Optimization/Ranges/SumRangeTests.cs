using System.Numerics;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Sums of products in single precision, where the product of two floats is far outside of its range.</summary>
[Trait("Kind", "Roots")]
public class SumRangeTests
{
    // From the smallest normal float to the largest: squares from 1e-76 to 1e77.
    public static TheoryData<float> Sizes => [1e-38f, 1e-30f, 1e-25f, 1e-20f, 1f, 3e19f, 1e30f, 3e38f];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SumsOfAUsersRuleAreThoseOfItsMethod(float size)
    {
        // More than a block, and a remainder.
        const int Count = 1100;
        var random = new Random(1);
        float[] Draw() => [.. Enumerable.Range(0, Count).Select(_ => (float)(random.NextDouble() * 2 - 1) * size)];
        var (values, gradients) = (Draw(), Draw());
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, Count);
        values.CopyTo(parameter.Values);
        gradients.CopyTo(parameter.Gradients);
        using var optimizer = Optimizer.Create(set, new MeasuredSums());
        optimizer.Step();

        var pairs = values.Zip(gradients, (value, gradient) => (P: (double)value, G: (double)gradient)).ToList();
        Check("squares", pair => pair.G * pair.G);
        Check("products", pair => pair.G * pair.P);
        Check("scaled", pair => 6 * pair.G * pair.G);
        Check("halves", pair => pair.G * pair.G / 2);
        Check("both", pair => pair.P * pair.P + pair.G * pair.G);
        Check("differences", pair => (pair.P - pair.G) * (pair.P - pair.G));
        Check("roots", pair => Math.Sqrt(pair.G * pair.G + pair.P * pair.P));
        Check("quotients", pair => pair.G * pair.G / (pair.G * pair.G + pair.P * pair.P));
        Check("chosen", pair => pair.G > 0 ? pair.G * pair.G : pair.P * pair.P);
        Assert.Equal(pairs.Max(pair => pair.G * pair.G), optimizer.GetScalar(parameter, "largest"));

        void Check(string sum, Func<(double P, double G), double> summand)
        {
            var (expected, magnitude) = (pairs.Sum(summand), pairs.Sum(pair => Math.Abs(summand(pair))));
            var actual = optimizer.GetScalar(parameter, sum);
            Assert.True(Math.Abs(actual - expected) <= 1e-13 * magnitude, $"{sum} is {actual:R}, must be {expected:R}");
        }
    }

    [Fact]
    public void NovoGradForgetsOneHugeGradient() =>
        Check(new NovoGrad(), step => step == 1 ? 3e19f : 1, steps: 2001, expected: 0.8586, 1e-4);

    [Fact]
    public void LarsStepsByAShareOfTheParameter() => Check(new Lars(), _ => 3e19f, steps: 1, expected: 0.999, 1e-6);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ATrustRatioIsThatOfTheMethod(float size)
    {
        Check(new RatioDescent(), _ => size, steps: 1, expected: 0.99, 1e-6);
        Check(new RatioDescent(), _ => 1, steps: 1, expected: 0.99 * size, 1e-6 * size, value: size);
    }

    private static void Check(
        IUpdateRule rule, Func<int, float> gradient, int steps, double expected, double tolerance, float value = 1)
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 2);
        parameter.Values.Fill(value);
        using var optimizer = Optimizer.Create(set, rule);
        for (var step = 1; step <= steps; step++)
        {
            parameter.Gradients.Fill(gradient(step));
            optimizer.Step();
        }

        Assert.Equal(expected, parameter.Values[0], tolerance);
        Assert.Equal(expected, parameter.Values[1], tolerance);
    }

    // Of rules whose states hold no squares, gradients may have any size, too.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void ShippedRulesFollowTheirMethodWhateverTheSizeOfTheirSums(float size)
    {
        CheckTrajectory(new NovoGrad(), gradient: size);
        CheckTrajectory(new Lars(), gradient: size);
        // Its correction adds up to half of the gradient, before it is scaled.
        CheckTrajectory(new Mars(), gradient: Math.Clamp(size, 1, 1e38f));
        CheckTrajectory(new NovoGrad(), gradient: size, value: size);
        CheckTrajectory(new Lars(), gradient: size, value: size);
        CheckTrajectory(new Lars(), value: size);
        CheckTrajectory(new Lamb(), value: size);
        CheckTrajectory(new Adafactor(), value: size);
        CheckTrajectory(new StableAdamW(), value: size);
        CheckTrajectory(new Prodigy(), value: size);
        CheckTrajectory(new DAdaptation(), value: size);
    }

    [Theory]
    [InlineData(3e19f)]
    [InlineData(1e30f)]
    public void ShippedRulesThatMeasureStayFiniteWhereTheirStatesOverflow(float size)
    {
        CheckFinite(new Lamb(), size);
        CheckFinite(new Mars(), size);
        CheckFinite(new Adafactor(), size);
        CheckFinite(new StableAdamW(), size);
        CheckFinite(new Prodigy(), size);
        CheckFinite(new DAdaptation(), size);

        static void CheckFinite(IUpdateRule rule, float size) =>
            Assert.All(Trajectory<float>(rule, size, 1), value => Assert.True(double.IsFinite(value), $"{rule}"));
    }

    [Fact]
    public void LarsMeasuresGradientsThatTheScaleMakesTiny()
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 2);
        parameter.Values.Fill(1);
        parameter.Gradients.Fill(1e-30f);
        using var optimizer = Optimizer.Create(set, new Lars());
        optimizer.Step(new StepOptions { GradientScale = 1e-20 });
        Assert.Equal(0.999, parameter.Values[0], 1e-6);
    }

    [Fact]
    public void AMaximumIsNaNWhereAnElementIs()
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 1100);
        parameter.Gradients.Fill(1e30f);
        parameter.Gradients[1000] = float.NaN;
        using var optimizer = Optimizer.Create(set, new MeasuredSums());
        optimizer.Step();
        Assert.Equal(double.NaN, optimizer.GetScalar(parameter, "largest"));
    }

    private static void CheckTrajectory(IUpdateRule rule, float gradient = 1, float value = 1)
    {
        var expected = Trajectory<double>(rule, gradient, value);
        var actual = Trajectory<float>(rule, gradient, value);
        var tolerance = 2e-5 * (expected.Max(Math.Abs) + value);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= tolerance,
                $"{rule}, gradients of {gradient}, values of {value}: {actual[i]:R}, must be {expected[i]:R}");
        }
    }

    private static double[] Trajectory<T>(IUpdateRule rule, float gradient, float value)
        where T : unmanaged, INumber<T>
    {
        using var set = new ParameterSet<T>();
        var parameter = set.Add("weight", ParameterKind.Weight, 20);
        for (var i = 0; i < 20; i++)
            parameter.Values[i] = T.CreateChecked(value * (i % 2 == 0 ? 1 : 0.5f));
        using var optimizer = Optimizer.Create(set, rule);
        for (var step = 1; step <= 10; step++)
        {
            for (var i = 0; i < 20; i++)
                parameter.Gradients[i] = T.CreateChecked(gradient * (1 - (i + step) % 3 / 4f));
            optimizer.Step();
        }

        return [.. parameter.Values.ToArray().Select(double.CreateChecked)];
    }
}
