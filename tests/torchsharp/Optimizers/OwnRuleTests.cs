using FusedOptim.TorchTests.Harness;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Optimizers;

/// <summary>A rule that the tests declare.</summary>
/// <param name="LearningRate">The step size.</param>
/// <param name="Momentum">The share of the velocity that is kept.</param>
[UpdateRule]
public sealed partial record SignedMomentum([NonNegative] double LearningRate = 0.01, [DecayRate] double Momentum = 0.9)
{
    private double Direction(double gradient, [State("velocity")] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        return Elementwise.Sign(velocity);
    }
}

/// <summary>A rule with a momentum and two betas.</summary>
/// <param name="LearningRate">The step size.</param>
/// <param name="Momentum">The share of the velocity that is kept.</param>
/// <param name="Beta1">The share of the first average that is kept.</param>
/// <param name="Beta2">The share of the second average that is kept.</param>
[UpdateRule]
public sealed partial record MixedAverages(
    [NonNegative] double LearningRate = 0.01, [DecayRate] double Momentum = 0.5, [DecayRate] double Beta1 = 0.9, [DecayRate] double Beta2 = 0.99)
{
    private double Direction(
        double gradient, [State("velocity")] ref double velocity, [State("first")] ref double first, [State("second")] ref double second)
    {
        velocity = Momentum * velocity + gradient;
        first = Beta1 * first + (1 - Beta1) * velocity;
        second = Beta2 * second + (1 - Beta2) * velocity;
        return first + second;
    }
}

/// <summary>Rules of a project step models of TorchSharp.</summary>
public sealed class OwnRuleTests
{
    [Fact]
    public void ADeclaredRuleLearns()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new SignedMomentum());
        Assert.IsAssignableFrom<optim.IMomentum>(optimizer);
        var first = model.Backward(0);
        for (var step = 0; step < 50; step++)
        {
            optimizer.zero_grad();
            model.Backward(0);
            optimizer.step();
        }

        Assert.InRange(model.Backward(0), 0, 0.5 * first);
    }

    [Fact]
    public void ARuleWithAMomentumAndBetasHasBothForSchedulers()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new MixedAverages());
        Assert.IsAssignableFrom<optim.IMomentum>(optimizer).Momentum = 0.25;
        Assert.IsAssignableFrom<optim.IBetas>(optimizer).Betas = (0.5, 0.75);
        var rule = optimizer.Groups[0].CoreGroups[0].GetRule<MixedAverages>();
        Assert.Equal((0.25, 0.5, 0.75), (rule.Momentum, rule.Beta1, rule.Beta2));
        Assert.Equal(0.25, ((optim.IMomentum)optimizer).Momentum);
        Assert.Equal((0.5, 0.75), ((optim.IBetas)optimizer).Betas);
    }

    [Fact]
    public void RulesWithoutTheSameHyperparametersHaveNoneForSchedulers()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(
            model.Parameters, (name, _) => name.StartsWith("last", StringComparison.Ordinal) ? new SignedMomentum() : new Rules.AdamW());
        Assert.False(optimizer is optim.IMomentum or optim.IBetas);
        Assert.Equal([false, true], optimizer.Groups.Select(group => group is optim.IMomentum));
        Assert.Equal([true, false], optimizer.Groups.Select(group => group is optim.IBetas));
    }
}
