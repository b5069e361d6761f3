using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Sweep;

public class LossScalerTests
{
    private static readonly StepReport Good = new();
    private static readonly StepReport Skipped = new() { IsSkipped = true };

    [Fact]
    public void StartsAndGrowsAsPyTorchHasIt()
    {
        var scaler = new LossScaler();
        Assert.Equal((65_536, 0), (scaler.Scale, scaler.GoodStepCount));

        for (var step = 1; step < 2_000; step++)
            scaler.Update(Good);
        Assert.Equal((65_536, 1_999), (scaler.Scale, scaler.GoodStepCount));
        scaler.Update(Good);
        Assert.Equal((131_072, 0), (scaler.Scale, scaler.GoodStepCount));

        scaler.Update(Good);
        scaler.Update(Skipped);
        Assert.Equal((65_536, 0), (scaler.Scale, scaler.GoodStepCount));
        scaler.Update(Good, Skipped, Good);
        Assert.Equal((32_768, 0), (scaler.Scale, scaler.GoodStepCount));
        scaler.Update(Good, Good);
        Assert.Equal((32_768, 1), (scaler.Scale, scaler.GoodStepCount));
    }

    [Fact]
    public void NeverFallsBelowTheMinimumNorLeavesSinglePrecision()
    {
        var scaler = new LossScaler(
            initialScale: 3, growthFactor: 1e30, backoffFactor: 0.1, growthInterval: 1, minimumScale: 2);
        scaler.Update(Skipped);
        Assert.Equal(2, scaler.Scale);
        scaler.Update(Good);
        Assert.Equal(2e30, scaler.Scale);
        scaler.Update(Good);
        Assert.Equal((2e30, 0), (scaler.Scale, scaler.GoodStepCount));
    }

    [Fact]
    public void OptionsDivideByTheScaleAndSkip()
    {
        var scaler = new LossScaler(initialScale: 1024);

        Assert.Equal(
            new StepOptions { GradientScale = -0.5 / 1024, SkipNonFinite = true, MaximumNorm = 2, ZeroGradients = true },
            scaler.Unscale(new StepOptions { GradientScale = -0.5, MaximumNorm = 2, ZeroGradients = true }));
        Assert.Equal(new StepOptions { GradientScale = 1.0 / 1024, SkipNonFinite = true }, scaler.Unscale());
    }

    [Fact]
    public void FindsAScaleThatFits()
    {
        // Derivatives of 1, in a format that ends at the largest half.
        using var set = DriftModel.CreateSet<float>(64);
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));
        var scaler = new LossScaler(initialScale: 1 << 20, growthInterval: 3);
        for (var step = 0; step < 20; step++)
        {
            set[0].Gradients.Fill((float)(Half)scaler.Scale);
            scaler.Update(optimizer.Step(scaler.Unscale()));
        }

        // 2^20 to 2^15 takes five steps back; then three good ones alternate with a try of 2^16, infinite in half.
        Assert.Equal((65_536, 8, 12), (scaler.Scale, optimizer.SkippedStepCount, optimizer.StepCount));
        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(-12, value));
    }

    [Fact]
    public void GoesOnWhereItStood()
    {
        var scaler = new LossScaler(growthInterval: 3);
        scaler.Update(Skipped);
        scaler.Update(Good);
        var resumed = new LossScaler(growthInterval: 3);

        resumed.Restore(scaler.Scale, scaler.GoodStepCount);

        for (var step = 0; step < 7; step++)
        {
            resumed.Update(Good);
            scaler.Update(Good);
            Assert.Equal((scaler.Scale, scaler.GoodStepCount), (resumed.Scale, resumed.GoodStepCount));
        }
    }

    [Fact]
    public void RefusesNumbersOutOfRange()
    {
        Refuse("initialScale is 0.5; it must be at least 1", () => new LossScaler(initialScale: 0.5));
        Refuse("initialScale is NaN", () => new LossScaler(initialScale: double.NaN));
        Refuse("initialScale is 1E+39", () => new LossScaler(initialScale: 1e39));
        Refuse("growthFactor is 1; it must be greater than 1", () => new LossScaler(growthFactor: 1));
        Refuse("backoffFactor is 1; it must be greater than 0 and less than 1", () => new LossScaler(backoffFactor: 1));
        Refuse("growthInterval is 0; it must be at least 1", () => new LossScaler(growthInterval: 0));
        Refuse("minimumScale is 0; it must be greater than 0", () => new LossScaler(minimumScale: 0));
        var scaler = new LossScaler(growthInterval: 5);
        Refuse("scale is 0.25; it must be at least 1", () => scaler.Restore(0.25, 0));
        Refuse("goodStepCount is 5; it must be at least 0 and less than the growth interval, 5", () => scaler.Restore(8, 5));
        Assert.Equal((65_536, 0), (scaler.Scale, scaler.GoodStepCount));
        Assert.Throws<ArgumentException>(() => scaler.Update());

        static void Refuse(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(action).Message);
    }
}
