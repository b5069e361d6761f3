using FusedOptim.Rules;

namespace FusedOptim.Tests.Parameters;

[Trait("Members", "New")]
public class ExclusiveAccessTests
{
    [Fact]
    public void AStepIsRefusedWhileAnotherOperationIsUnderWayAndTakenAfterIt()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));

        using (set.Access.Begin("saving"))
        {
            var message = Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message;
            Assert.Contains("a step cannot begin while saving is under way", message);
            Assert.Throws<InvalidOperationException>(optimizer.UseEvaluationWeights);
            Assert.Equal(1, set[0].Values[0]);
        }

        optimizer.Step();
        Assert.Equal(0, set[0].Values[0]);
        Assert.Same(set.Access, optimizer.Access);
    }

    [Fact]
    public void DisposingWaitsForTheOperationThatIsUnderWay()
    {
        using var set = CreateSet();
        var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));

        using (set.Access.Begin("saving"))
        {
            optimizer.Dispose();
            Assert.True(optimizer.IsStepped(set[0]));
        }

        Assert.False(optimizer.IsStepped(set[0]));
        using var next = Optimizer.Create(set, new Sgd());
    }

    [Fact]
    public void AParameterIsFrozenWhereTheOptimizersOfItsSetDoNotStepIt()
    {
        using var set = CreateSet();
        Assert.All(set, parameter => Assert.False(parameter.IsFrozen));

        using (var optimizer = Optimizer.Create(set, p => p.Name == "a" ? new Sgd() : null))
        {
            Assert.Equal([false, true], set.Select(parameter => parameter.IsFrozen));
            Assert.False(set["buffer"].IsFrozen);
            optimizer.AddGroup(new Sgd(), [set["b"]]);
            Assert.All(set, parameter => Assert.False(parameter.IsFrozen));
        }

        Assert.All(set, parameter => Assert.False(parameter.IsFrozen));
    }

    private static ParameterSet<float> CreateSet()
    {
        var set = new ParameterSet<float>();
        set.Add("a", ParameterKind.Weight, 1);
        set.Add("b", ParameterKind.Weight, 1);
        set.AddBuffer("buffer", 1);
        set[0].Values[0] = 1;
        set[0].Gradients[0] = 1;
        return set;
    }
}
