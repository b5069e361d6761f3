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
}
