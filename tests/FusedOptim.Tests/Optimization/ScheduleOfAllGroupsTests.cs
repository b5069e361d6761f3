using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization;

[Trait("Kind", "Groups"), Trait("Members", "New")]
public class ScheduleOfAllGroupsTests
{
    [Fact]
    public void AScheduleOfTheOptimizerReachesAllGroupsAndThoseThatAreAddedLater()
    {
        using var set = new ParameterSet<float>();
        Parameter[] parameters =
        [
            set.Add("a", ParameterKind.Weight, 3), set.Add("b", ParameterKind.Weight, 3), set.Add("c", ParameterKind.Weight, 3),
        ];
        using var optimizer = Optimizer.Create(
            set, p => p.Name == "c" ? null : new Sgd(p.Name == "a" ? 0.1 : 0.2));
        optimizer.Schedule((Sgd rule, int step) => rule.LearningRate = 1.0 / step);
        optimizer.Schedule((Sgd rule, int _) => rule.WeightDecay = rule.LearningRate);
        optimizer.Step();
        var added = optimizer.AddGroup(new Sgd(0.3), [parameters[2]]);
        Assert.Equal(0.3, added.GetRule<Sgd>().LearningRate);
        optimizer.Step();
        Assert.All(optimizer.Groups, group => Assert.Equal((0.5, 0.5), (group.GetRule<Sgd>().LearningRate, group.GetRule<Sgd>().WeightDecay)));
        Assert.Throws<ArgumentNullException>(() => optimizer.Schedule(null!));
    }

    /// <summary>Hyperparameters keep the values that a schedule sets, as the documentation says.</summary>
    [Fact]
    public void AScheduleThatMultipliesCompounds()
    {
        using var set = new ParameterSet<float>();
        set.Add("a", ParameterKind.Weight, 3);
        using var optimizer = Optimizer.Create(set, new Sgd(8));
        optimizer.Schedule((Sgd rule, int _) => rule.LearningRate *= 0.5);
        for (var step = 0; step < 3; step++)
            optimizer.Step();
        Assert.Equal(1, optimizer.Groups[0].GetRule<Sgd>().LearningRate);
    }
}
