using FusedOptim.Formats;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Formats;

/// <summary>States in half precision whose values are far from 1.</summary>
[Trait("Kind", "Formats")]
public class HalfStateTests
{
    private static readonly Adafactor s_paperAdafactor = new(Epsilon1: 1e-30, Form: AdafactorForm.Paper);

    public static TheoryData<StorageRounding> Roundings => [StorageRounding.NearestEven, StorageRounding.Stochastic];

    [Theory]
    [MemberData(nameof(Roundings))]
    public void SmallSecondMomentsStepAdamWAsFarAsFloatStatesDo(StorageRounding rounding)
    {
        Assert.Equal(0.998, Train(new AdamW(WeightDecay: 0), rounding, steps: 2, _ => 1e-4f), 2e-6);
        // Stored sums of 1,000 squares are a little off, more so where each is rounded to the nearest.
        var tolerance = rounding == StorageRounding.NearestEven ? 0.05 : 0.01;
        Assert.Equal(1e-4, Train(new AdamW(WeightDecay: 0), rounding, steps: 1000, _ => 1e-4f), tolerance);
    }

    [Theory]
    [MemberData(nameof(Roundings))]
    public void AdafactorTakesNoStepAfterAFirstGradientOfZero(StorageRounding rounding) =>
        Assert.Equal(1, Train(s_paperAdafactor, rounding, steps: 1, _ => 0));

    [Theory]
    [MemberData(nameof(Roundings))]
    public void AdafactorTakesAWholeFirstStepAtASmallGradient(StorageRounding rounding) =>
        Assert.Equal(0.99, Train(s_paperAdafactor, rounding, steps: 1, _ => 1e-4f), 1e-5);

    [Theory]
    [MemberData(nameof(Roundings))]
    public void AnAccumulatorGrowsBeyondTheLargestHalf(StorageRounding rounding)
    {
        var rule = new HeavyBall(1e-6, 0.99);
        var expected = Train(rule, format: null, steps: 2000, _ => 1000);
        Assert.Equal(-189, expected, 1.0);
        var tolerance = rounding == StorageRounding.NearestEven ? 5 : 1;
        Assert.Equal(expected, Train(rule, new HalfFormat(rounding), steps: 2000, _ => 1000), (double)tolerance);
    }

    [Theory]
    [InlineData(5e-12)]
    [InlineData(1e-11)]
    [InlineData(1e-7)]
    public void StochasticRoundingOfSmallSecondMomentsIsRightInTheMean(double square)
    {
        const int count = 1 << 20;
        using var set = new ParameterSet<float>();
        var parameter = set.Add("x", ParameterKind.Weight, count);
        parameter.Gradients.Fill((float)Math.Sqrt(square));
        using var optimizer = Optimizer.Create(
            set, new RmsProp { Alpha = 0 }, new OptimizerOptions { StateFormat = new HalfFormat() });

        optimizer.Step();

        var stored = new float[count];
        optimizer.ReadState(parameter, "square_avg", stored);
        // Neighbours are 2⁻¹⁰ of the value apart at most; five standard deviations of the mean.
        Assert.Equal(1, stored.Average(value => (double)value) / square, 5 * Math.ScaleB(1, -11) / Math.Sqrt(count) + 1e-6);
    }

    private static float Train(IUpdateRule rule, StorageRounding rounding, int steps, Func<int, float> gradientAt) =>
        Train(rule, new HalfFormat(rounding), steps, gradientAt);

    private static float Train(IUpdateRule rule, StorageFormat? format, int steps, Func<int, float> gradientAt)
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("x", ParameterKind.Weight, 1);
        parameter.Values[0] = 1;
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { StateFormat = format });
        for (var step = 1; step <= steps; step++)
        {
            parameter.Gradients[0] = gradientAt(step);
            optimizer.Step();
        }

        return parameter.Values[0];
    }
}
