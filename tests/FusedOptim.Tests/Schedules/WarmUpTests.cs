namespace FusedOptim.Tests.Schedules;

/// <summary>Warm-up in front of schedules.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public void ItRisesEvenlyAndJoinsWithoutAJump()
    {
        var cosine = new Cosine(0.4, 50);
        var schedule = cosine.WithWarmUp(4);
        for (var step = 1; step <= 4; step++)
            Assert.Equal(0.4 * step / 5, schedule.At(step), 1e-15);
        Assert.Equal(0.4, schedule.At(5));
        for (var step = 5; step <= 70; step++)
            Assert.Equal(cosine.At(step - 4), schedule.At(step));
        Assert.Equal(0, schedule.At(int.MaxValue));
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
    public void ItStandsInFrontOfAWarmUp()
    {
        var schedule = new ConstantSchedule(1).WithWarmUp(1, 0.5).WithWarmUp(1, 0.5);
        Assert.Equal([0.25, 0.5, 1.0, 1.0], Enumerable.Range(1, 4).Select(schedule.At));
    }
}
