using FusedOptim.Formats;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization.Phases;

public class ConstantStartTests
{
    [Fact]
    public void StateAndScalarStartFromTheirConstants()
    {
        using var set = DriftModel.CreateSet<double>(70);
        var weights = set[0];
        using var optimizer = Optimizer.Create(set, new ConstantStart());
        weights.Gradients.Fill(2);

        Assert.All(optimizer.GetState(weights, "kept_sum").ToArray(), value => Assert.Equal(-1.5, value));
        Assert.Equal(0.25, optimizer.GetScalar(weights, "pace_of_model"));
        optimizer.Step();
        Assert.All(weights.Values.ToArray(), value => Assert.Equal(-0.5 * 0.5 * 0.5, value));
    }

    [Fact]
    public void NarrowStatesStartFromTheConstantTheyCanHold()
    {
        using var set = DriftModel.CreateSet<float>(70);
        var weights = set[0];
        using var optimizer = Optimizer.Create(set, new ConstantStart(), new OptimizerOptions { StateFormat = new BFloat16Format() });
        weights.Gradients.Fill(2);

        optimizer.Step();

        Assert.All(weights.Values.ToArray(), value => Assert.Equal(-0.125f, value));
    }

    [Fact]
    public void TheSchemaHasTheConstant()
    {
        var state = Assert.Single(((IUpdateRule)new ConstantStart()).Schema.States);
        Assert.Equal((StateInitial.Constant, -1.5), (state.Initial, state.Value));
    }
}
