using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>Schedules of cycles, by the formulas of the papers and by what PyTorch's schedulers do step by step.</summary>
public sealed class CyclicScheduleTests
{
    [Fact]
    public void RestartsComeAfterCyclesThatGrow()
    {
        var schedule = new CosineRestarts(0.5, firstCycle: 10, growth: 2, minimum: 0.1);
        // As PyTorch: T_cur counts up, and starts anew with a longer T_i.
        var (current, length) = (0, 10);
        for (var step = 1; step <= 500; step++)
        {
            Assert.Equal(0.1 + 0.4 * (1 + Math.Cos(Math.PI * current / length)) / 2, schedule.At(step), 1e-15);
            if (++current == length)
                (current, length) = (0, length * 2);
        }

        foreach (var restart in (int[])[1, 11, 31, 71, 151])
            Assert.Equal(0.5, schedule.At(restart));
        Assert.InRange(schedule.At(int.MaxValue), 0.1, 0.5);
        Assert.InRange(new CosineRestarts(1, int.MaxValue, int.MaxValue).At(int.MaxValue), 0, 1e-15);
    }

    [Theory]
    [InlineData(CyclePolicy.Triangular)]
    [InlineData(CyclePolicy.Triangular2)]
    [InlineData(CyclePolicy.ExponentialRange)]
    public void TrianglesAreThoseOfThePaper(CyclePolicy policy)
    {
        const int half = 9;
        var schedule = new TriangularCycles(0.1, 0.7, half, policy, decay: 0.99);
        for (var step = 1; step <= 300; step++)
        {
            var k = step - 1;
            var cycle = Math.Floor(1 + k / (2.0 * half));
            var x = Math.Abs((double)k / half - 2 * cycle + 1);
            var height = policy switch
            {
                CyclePolicy.Triangular2 => 1 / Math.Pow(2, cycle - 1),
                CyclePolicy.ExponentialRange => Math.Pow(0.99, k),
                _ => 1,
            };
            Assert.Equal(0.1 + 0.6 * Math.Max(0, 1 - x) * height, schedule.At(step), 1e-14);
        }
    }

    [Fact]
    public void TrianglesMeetTheirCorners()
    {
        var schedule = new TriangularCycles(0.1, 0.7, 4, CyclePolicy.Triangular2);
        Assert.Equal(0.1, schedule.At(1));
        Assert.Equal(0.7, schedule.At(5));
        Assert.Equal(0.1, schedule.At(9));
        Assert.Equal(0.4, schedule.At(13), 1e-15);
        Assert.Equal(0.1, schedule.At(int.MaxValue), 1e-15);
    }

    [Theory]
    [InlineData(100, 0.3, false, false)]
    [InlineData(100, 0.3, true, false)]
    [InlineData(100, 0.3, false, true)]
    [InlineData(97, 0.5, true, true)]
    [InlineData(10, 0.25, false, false)]
    [InlineData(10, 0.0, false, false)]
    public void OneCycleIsPyTorchs(int steps, double rising, bool isLinear, bool hasThreePhases)
    {
        var schedule = new OneCycle(
            0.8, steps, rising, initialDivisor: 10, finalDivisor: 100, isLinear, hasThreePhases);
        (double End, double From, double To)[] phases = hasThreePhases
            ? [(rising * steps - 1, 0.08, 0.8), (2 * rising * steps - 2, 0.8, 0.08), (steps - 1, 0.08, 0.0008)]
            : [(rising * steps - 1, 0.08, 0.8), (steps - 1, 0.8, 0.0008)];
        for (var k = 0; k < steps; k++)
        {
            var start = 0.0;
            foreach (var (end, from, to) in phases)
            {
                if (k <= end || end == steps - 1)
                {
                    var part = (k - start) / (end - start);
                    var expected = isLinear
                        ? (to - from) * part + from
                        : to + (from - to) / 2 * (Math.Cos(Math.PI * part) + 1);
                    Assert.Equal(expected, schedule.At(k + 1), 1e-14);
                    break;
                }

                start = end;
            }
        }

        Assert.Equal(0.0008, schedule.At(steps), 1e-15);
        Assert.Equal(schedule.Final, schedule.At(steps + 1));
        Assert.Equal(schedule.Final, schedule.At(int.MaxValue));
    }

    [Fact]
    public void OneCycleTouchesItsValues()
    {
        // PyTorch: OneCycleLR(max_lr=1, total_steps=10, pct_start=0.3): up in steps 0 to 2, down in 2 to 9.
        var schedule = new OneCycle(1, steps: 10);
        Assert.Equal(0.04, schedule.At(1));
        Assert.Equal(0.52, schedule.At(2), 1e-15);
        Assert.Equal(1, schedule.At(3), 1e-15);
        Assert.Equal(0.04 / 1e4, schedule.At(10));
        for (var steps = 1; steps <= 12; steps++)
        {
            foreach (var rising in (double[])[0, 0.1, 0.3, 0.5])
            {
                foreach (var hasThreePhases in (bool[])[false, true])
                {
                    var shortOne = new OneCycle(1, steps, rising, hasThreePhases: hasThreePhases);
                    for (var step = 1; step <= steps + 2; step++)
                        Assert.InRange(shortOne.At(step), 0, 1);
                }
            }
        }
    }
}
