using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>What all schedules have in common, and those that are one formula of the step.</summary>
public sealed class ScheduleTests
{
    /// <summary>Each schedule with its formula in k = t − 1, written with the framework's functions.</summary>
    public static TheoryData<Schedule, Func<int, double>> Formulas => new()
    {
        { new ConstantSchedule(0.3), _ => 0.3 },
        { new StepDecay(0.1, interval: 30, factor: 0.5), k => 0.1 * Math.Pow(0.5, k / 30) },
        { new ExponentialDecay(0.1, 0.97), k => 0.1 * Math.Pow(0.97, k) },
        { new ExponentialDecay(0.1, 0.9, stepsPerEpoch: 7), k => 0.1 * Math.Pow(0.9, k / 7) },
        { new NaturalExponentialDecay(0.1, 0.02), k => 0.1 * Math.Exp(-0.02 * k) },
        { new NaturalExponentialDecay(0.1, 0.2, stepsPerEpoch: 7), k => 0.1 * Math.Exp(-0.2 * (k / 7)) },
        { new InverseTimeDecay(0.1, 0.05), k => 0.1 / (1 + 0.05 * k) },
        { new InverseTimeDecay(0.1, 0.5, stepsPerEpoch: 7), k => 0.1 / (1 + 0.5 * (k / 7)) },
        { new InverseSquareRootDecay(0.1, k: 2), k => 2 * 0.1 / Math.Sqrt(k + 1) },
        { new InverseSquareRootDecay(0.1, stepsPerEpoch: 7), k => 0.1 / Math.Sqrt(k / 7 + 1) },
        { new PiecewiseConstant([10, 25], [0.3, 0.2, 0.1]), k => k < 10 ? 0.3 : k < 25 ? 0.2 : 0.1 },
        { new LinearDecay(0.5, 100, 0.1), k => 0.5 + (0.1 - 0.5) * Math.Min(k, 100) / 100.0 },
        { new PolynomialDecay(0.5, 100, 2.5, 0.1), k => 0.1 + 0.4 * Math.Pow(1 - Math.Min(k, 100) / 100.0, 2.5) },
        { new Cosine(0.5, 100, 0.1), k => 0.1 + 0.4 * (1 + Math.Cos(Math.PI * Math.Min(k, 100) / 100)) / 2 },
        { new CosineRestarts(0.5, 40, minimum: 0.1), k => 0.1 + 0.4 * (1 + Math.Cos(Math.PI * (k % 40) / 40)) / 2 },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void ItIsItsFormula(Schedule schedule, Func<int, double> formula)
    {
        for (var step = 1; step <= 200; step++)
            Assert.Equal(formula(step - 1), schedule.At(step), 1e-15);
        Assert.Equal(formula(int.MaxValue - 1), schedule.At(int.MaxValue), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void AStepBeforeTheFirstIsRefused(Schedule schedule, Func<int, double> formula)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => schedule.At(0));
        Assert.StartsWith("step is 0; it must be at least 1.", error.Message, StringComparison.Ordinal);
        Assert.Equal(formula(0), schedule.At(1), 1e-15);
    }

    [Theory]
    [MemberData(nameof(Formulas))]
    public void ItAllocatesNothing(Schedule schedule, Func<int, double> formula)
    {
        Assert.True(double.IsFinite(formula(0)));
        var sum = schedule.At(1) + schedule.At(150);
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var step = 1; step <= 1_000; step++)
                sum += schedule.At(step);
        }));
        Assert.True(double.IsFinite(sum));
    }

    [Fact]
    public void FirstAndFinalValuesAreExact()
    {
        foreach (Schedule schedule in (Schedule[])[
            new LinearDecay(0.3, 7, 0.1), new PolynomialDecay(0.3, 7, 1.7, 0.1), new Cosine(0.3, 7, 0.1)])
        {
            Assert.Equal(0.3, schedule.At(1));
            Assert.NotEqual(0.1, schedule.At(7));
            Assert.Equal(0.1, schedule.At(8));
            Assert.Equal(0.1, schedule.At(9));
        }
    }

    [Fact]
    public void TheCosineIsTheTrueOneWithinItsRounding()
    {
        // Where it is steepest, x, π/2, their product, the sine and its square are each rounded: together 4e-16.
        const int steps = 10_007;
        var cosine = new Cosine(1, steps);
        var last = 1.0;
        for (var k = 0; k < steps; k++)
        {
            var actual = cosine.At(k + 1);
            // A cast to decimal would keep 15 digits.
            var exact = (decimal)(long)Math.ScaleB(actual, 60) / (1L << 60);
            Assert.InRange(exact - TrueFall((decimal)k / steps), -4e-16m, 4e-16m);
            Assert.InRange(actual, double.Epsilon, last);
            last = actual;
        }
    }

    [Fact]
    public void EqualSchedulesAreEqual()
    {
        Assert.Equal(new Cosine(0.1, 10), new Cosine(0.1, 10));
        Assert.NotEqual(new Cosine(0.1, 10), new Cosine(0.1, 11));
        var pieces = new PiecewiseConstant([10], [0.1, 0.01]);
        Assert.Equal(new PiecewiseConstant([10], [0.1, 0.01]), pieces);
        Assert.Equal(new PiecewiseConstant([10], [0.1, 0.01]).GetHashCode(), pieces.GetHashCode());
        Assert.NotEqual(new PiecewiseConstant([11], [0.1, 0.01]), pieces);
        Assert.Equal("PiecewiseConstant { 0.1 to 10, 0.01 }", pieces.ToString());
    }

    [Fact]
    public void AGroupFollowsASchedule()
    {
        using var parameters = new ParameterSet<float>();
        parameters.Add("weight", ParameterKind.Weight, 4);
        using var optimizer = Optimizer.Create(parameters, new AdamW());
        optimizer.Groups[0].Schedule("LearningRate", new LinearDecay(1, 6).WithWarmUp(2));
        foreach (var expected in (double[])[1 / 3.0, 2 / 3.0, 1, 0.75, 0.5, 0.25, 0, 0])
        {
            optimizer.Step();
            Assert.Equal(expected, optimizer.Groups[0].GetRule<AdamW>().LearningRate, 1e-15);
        }
    }

    // (1 + cos(π·x))/2 in 28 digits, by the Taylor series.
    private static decimal TrueFall(decimal x)
    {
        var angle = 3.1415926535897932384626433833m * x;
        var (term, sum) = (1m, 1m);
        for (var n = 2; n <= 40; n += 2)
        {
            term *= -angle * angle / (n * (n - 1));
            sum += term;
        }

        return (1 + sum) / 2;
    }
}
