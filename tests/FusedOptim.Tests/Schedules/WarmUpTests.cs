using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>Warm-up at the beginning of schedules.</summary>
public sealed class WarmUpTests
{
    /// <summary>The schedules that have a length, each as a function of its steps.</summary>
    public static TheoryData<Func<int, Schedule>> SchedulesWithALength => new()
    {
        steps => new Cosine(0.4, steps, 0.1),
        steps => new LinearDecay(0.4, steps, 0.1),
        steps => new PolynomialDecay(0.4, steps, 2, 0.1),
        steps => new OneCycle(0.4, steps),
    };

    [Fact]
    public void ARiseIsEvenAndJoinsWithoutAJump()
    {
        var schedule = new Cosine(0.4, 54).WithWarmUp(4);
        for (var step = 1; step <= 4; step++)
            Assert.Equal(0.4 * step / 5, schedule.At(step), 1e-15);
        Assert.Equal(0.4, schedule.At(5));
        Assert.Equal(0, schedule.At(int.MaxValue));
    }

    [Theory]
    [MemberData(nameof(SchedulesWithALength))]
    public void AScheduleWithALengthKeepsIt(Func<int, Schedule> create)
    {
        const int length = 20;
        foreach (var warmUp in (int[])[1, 7, length - 1])
        {
            var schedule = create(length).WithWarmUp(warmUp);
            var rest = create(length - warmUp);
            Assert.Equal(rest, schedule.Then);
            Assert.Equal(rest.At(1) / (warmUp + 1), schedule.At(1), 1e-15);
            for (var step = warmUp + 1; step <= length + 5; step++)
                Assert.Equal(rest.At(step - warmUp), schedule.At(step));
            Assert.Equal(create(length).At(length + 1), schedule.At(length + 1));
        }
    }

    [Fact]
    public void TheDecayReachesItsFinalValueAfterTheStepsOfTheSchedule()
    {
        var schedule = new LinearDecay(1, 10, 0.5).WithWarmUp(6);
        Assert.Equal([1, 0.875, 0.75, 0.625, 0.5, 0.5], Enumerable.Range(7, 6).Select(schedule.At));
        var shortest = new LinearDecay(1, 2, 0.5).WithWarmUp(1);
        Assert.Equal([0.5, 1, 0.5], Enumerable.Range(1, 3).Select(shortest.At));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(300)]
    public void AScheduleWithoutALengthRunsLater(int warmUp)
    {
        foreach (Schedule plain in (Schedule[])[
            new ExponentialDecay(0.4, 0.9), new StepDecay(0.4, 10), new CosineRestarts(0.4, 10), new TriangularCycles(0.1, 0.4, 10),
            new PiecewiseConstant([10], [0.4, 0.1]), new ConstantSchedule(0.4)])
        {
            var schedule = plain.WithWarmUp(warmUp);
            Assert.Same(plain, schedule.Then);
            for (var step = 1; step <= 25; step++)
                Assert.Equal(plain.At(step), schedule.At(step + warmUp));
        }
    }

    [Fact]
    public void AFactorIsThatOfPyTorchsLinearLR()
    {
        // LinearLR(start_factor=0.25, total_iters=3) of a rate of 0.8.
        var schedule = new ConstantSchedule(0.8).WithWarmUp(3, initialFactor: 0.25);
        Assert.Equal(0.2, schedule.At(1), 1e-15);
        Assert.Equal(0.4, schedule.At(2), 1e-15);
        Assert.Equal(0.6, schedule.At(3), 1e-15);
        Assert.Equal(0.8, schedule.At(4));
        Assert.Equal(0, new ConstantSchedule(0.8).WithWarmUp(3, initialFactor: 0).At(1));
    }

    [Fact]
    public void AWarmUpCanBeginWithAWarmUp()
    {
        var schedule = new ConstantSchedule(1).WithWarmUp(1, 0.5).WithWarmUp(1, 0.5);
        Assert.Equal([0.25, 0.5, 1.0, 1.0], Enumerable.Range(1, 4).Select(schedule.At));
        var line = new LinearDecay(1, 4).WithWarmUp(1, 0.5).WithWarmUp(1, 0.5);
        Assert.Equal([0.25, 0.5, 1.0, 0.5, 0], Enumerable.Range(1, 5).Select(line.At));
    }

    [Fact]
    public void AScheduleOfTheUserCanHaveALength()
    {
        var schedule = new Countdown(3).WithWarmUp(1);
        Assert.Equal([1, 2, 1, 0, 0], Enumerable.Range(1, 5).Select(schedule.At));
    }

    private sealed record Countdown(int Steps) : Schedule
    {
        protected override double After(int elapsed) => Math.Max(0, Steps - elapsed);

        // Protected alone outside of the assemblies that see internal members.
        protected internal override Schedule ShortenedBy(int steps) => new Countdown(Steps - steps);
    }
}
