using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim.Tests.Optimization;

/// <summary>Schedules that are removed and listed: of a group, and of all groups.</summary>
[Trait("Kind", "Groups"), Trait("Members", "New")]
public sealed class ScheduleRemovalTests : IDisposable
{
    private const string Rate = nameof(Sgd.LearningRate);

    private readonly ParameterSet<float> _set = new();

    public ScheduleRemovalTests()
    {
        _set.Add("a", ParameterKind.Weight, 3);
        _set.Add("b", ParameterKind.Weight, 3);
        _set.Add("c", ParameterKind.Bias, 3);
    }

    public void Dispose() => _set.Dispose();

    [Theory]
    [InlineData(ScheduleMode.Replace)]
    [InlineData(ScheduleMode.Multiply)]
    public void TheBaseValueComesBackAtOnce(ScheduleMode mode)
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        group.Schedule(Rate, new LinearDecay(1, 4), mode);
        optimizer.Step();
        optimizer.Step();
        Assert.NotEqual(0.5, RateOf(group));

        Assert.True(group.RemoveSchedule(Rate));

        Assert.Equal((0.5, 0.5), (RateOf(group), group.GetBaseValue(Rate)));
        Assert.Empty(group.Schedules);
        optimizer.Step();
        Assert.Equal(0.5, RateOf(group));
        Assert.False(group.RemoveSchedule(Rate));
    }

    [Fact]
    public void AValueThatWasSetSinceTheLastStepIsKept()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        group.Schedule(Rate, new LinearDecay(1, 4));
        optimizer.Step();
        group.GetRule<Sgd>().LearningRate = 3;
        group.RemoveSchedule(Rate);
        optimizer.Step();
        Assert.Equal((3, 3), (RateOf(group), group.GetBaseValue(Rate)));
    }

    [Fact]
    public void OtherSchedulesOfTheGroupContinue()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        group.Schedule(Rate, new LinearDecay(1, 4));
        group.Schedule("WeightDecay", new LinearDecay(1, 4));
        group.Schedule((Sgd rule, int _) => rule.LearningRate *= 0.5);
        optimizer.Step();
        Assert.Equal(0.5, RateOf(group));
        group.RemoveSchedule(Rate);
        optimizer.Step();
        Assert.Equal((0.25, 0.75), (RateOf(group), group.GetRule<Sgd>().WeightDecay));
        Assert.Equal(["WeightDecay"], group.Schedules.Select(schedule => schedule.Hyperparameter));
    }

    [Fact]
    public void AStepThatFailsAfterARemovalDoesNotBringTheScheduledValueBack()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        group.Schedule(Rate, new LinearDecay(1, 4));
        optimizer.Step();
        optimizer.Step();
        group.RemoveSchedule(Rate);
        group.UndoSchedules(step: 2);
        Assert.Equal(0.5, RateOf(group));
    }

    [Fact]
    public void TheOptimizerListsItsSchedulesAndRemovesThemFromTheGroupsThatFollowThem()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Name == "c" ? null : new Sgd(p.Name == "a" ? 0.5 : 0.25));
        var half = new ConstantSchedule(0.125);
        optimizer.Schedule(Rate, new LinearDecay(1, 4));
        optimizer.Schedule(Rate, half);
        optimizer.Schedule("WeightDecay", half);
        // Equal to that of the optimizer, and the group's own.
        optimizer.Groups[1].Schedule(Rate, new ConstantSchedule(0.125));
        Assert.Equal([Rate, "WeightDecay"], optimizer.Schedules.Select(schedule => schedule.Hyperparameter));
        Assert.Same(half, optimizer.Schedules[0].Schedule);
        optimizer.Step();
        Assert.Equal([0.125, 0.125], optimizer.Groups.Select(RateOf));

        Assert.True(optimizer.RemoveSchedule(Rate));

        Assert.Equal([0.5, 0.125], optimizer.Groups.Select(RateOf));
        Assert.Equal(["WeightDecay"], optimizer.Schedules.Select(schedule => schedule.Hyperparameter));
        var added = optimizer.AddGroup(new Sgd(2), [_set["c"]]);
        optimizer.Step();
        Assert.Equal((2, 0.125), (RateOf(added), added.GetRule<Sgd>().WeightDecay));
        Assert.False(optimizer.RemoveSchedule(Rate));
    }

    [Fact]
    public void AGroupCanLeaveAScheduleOfTheOptimizer()
    {
        using var optimizer = Optimizer.Create(_set, p => new Sgd(p.Name == "a" ? 0.5 : 0.25));
        optimizer.Schedule(Rate, new ConstantSchedule(0.125));
        optimizer.Step();
        Assert.True(optimizer.Groups[0].RemoveSchedule(Rate));
        optimizer.Step();
        Assert.Equal([0.5, 0.125], optimizer.Groups.Select(RateOf));
        Assert.Single(optimizer.Schedules);
    }

    [Fact]
    public void AMethodThatIsRemovedLeavesWhatItHasSet()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Name == "c" ? null : new Sgd(p.Name == "a" ? 8 : 4));
        Action<Sgd, int> halve = (rule, _) => rule.LearningRate *= 0.5;
        optimizer.Schedule(halve);
        optimizer.Step();
        Assert.True(optimizer.Groups[1].RemoveSchedule(halve));
        Assert.False(optimizer.Groups[1].RemoveSchedule(halve));
        optimizer.Step();
        Assert.Equal([2, 2], optimizer.Groups.Select(RateOf));
        Assert.True(optimizer.RemoveSchedule(halve));
        Assert.False(optimizer.RemoveSchedule(halve));
        var added = optimizer.AddGroup(new Sgd(16), [_set["c"]]);
        optimizer.Step();
        Assert.Equal([2, 2, 16], optimizer.Groups.Select(RateOf));
        Assert.Equal(16, added.GetBaseValue(Rate));
    }

    [Fact]
    public void SchedulesCanBeRemovedWhileTheyAreListed()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        optimizer.Schedule(Rate, new ConstantSchedule(0.125));
        optimizer.Groups[0].Schedule("WeightDecay", new ConstantSchedule(0.125));
        foreach (var schedule in optimizer.Schedules)
            Assert.True(optimizer.RemoveSchedule(schedule.Hyperparameter));
        foreach (var schedule in optimizer.Groups[0].Schedules)
            Assert.True(optimizer.Groups[0].RemoveSchedule(schedule.Hyperparameter));
        Assert.Empty(optimizer.Schedules);
        Assert.Empty(optimizer.Groups[0].Schedules);
    }

    [Fact]
    public void UnknownNamesAreRefused()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd());
        Assert.Contains(
            Rate, Assert.Throws<ArgumentException>(() => optimizer.RemoveSchedule("LearningRat")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => optimizer.Groups[0].RemoveSchedule("LearningRat"));
    }

    [Fact]
    public void AScheduleIsNotRemovedWhileSchedulesRun()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        optimizer.Schedule(Rate, new ConstantSchedule(0.125));
        Action<Sgd, int> ofGroup = (_, _) => group.RemoveSchedule(Rate);
        Action<Sgd, int> ofAll = (_, _) => optimizer.RemoveSchedule(Rate);
        foreach (var removing in (Action<Sgd, int>[])[ofGroup, ofAll])
        {
            group.Schedule(removing);
            Assert.Throws<InvalidOperationException>(() => optimizer.Step());
            Assert.Equal((0.5, 0), (RateOf(group), optimizer.StepCount));
            Assert.Single(group.Schedules);
            Assert.True(group.RemoveSchedule(removing));
        }

        optimizer.Step();
        Assert.Equal(0.125, RateOf(group));
    }

    private static double RateOf(ParameterGroup group) => group.GetRule<Sgd>().LearningRate;
}
