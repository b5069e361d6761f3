using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim.Tests.Optimization;

/// <summary>What optimizers do with the schedules of a group: copy them when it is split, and undo them when a step fails.</summary>
[Trait("Kind", "Groups"), Trait("Members", "New")]
public sealed class GroupSchedulesTests : IDisposable
{
    private const string Rate = nameof(Sgd.LearningRate);

    private readonly ParameterSet<float> _set = new();

    public GroupSchedulesTests()
    {
        _set.Add("a", ParameterKind.Weight, 3);
        _set.Add("b", ParameterKind.Bias, 3);
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void CopiedSchedulesContinueWithTheRuleOfTheirGroup()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Name == "b" ? null : new Sgd(0.5));
        var group = optimizer.Groups[0];
        group.Schedule(Rate, new LinearDecay(1, 4), ScheduleMode.Multiply);
        group.Schedule((Sgd rule, int step) => rule.WeightDecay = rule.LearningRate / step);
        optimizer.Step();
        optimizer.Step();

        var part = optimizer.AddGroup(group.Rule, [_set["b"]]);
        part.Schedule(Rate, new ConstantSchedule(7));
        group.CopySchedulesTo(part);
        part.Schedule("WeightDecay", new ConstantSchedule(5));
        optimizer.Step();
        Assert.Equal(0.5, part.GetBaseValue(Rate));
        Assert.Equal((0.25, 0.25 / 3), (part.GetRule<Sgd>().LearningRate, part.GetRule<Sgd>().WeightDecay));
        Assert.Equal((0.25, 0.25 / 3), (group.GetRule<Sgd>().LearningRate, group.GetRule<Sgd>().WeightDecay));
        Assert.Equal([1, 2], optimizer.Groups.Select(each => each.Schedules.Count));
    }

    [Fact]
    public void SchedulesAreCopiedToRulesOfTheirTypeOnly()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Name == "b" ? new Lion() : (IUpdateRule)new Sgd());
        optimizer.Groups[0].Schedule(Rate, new ConstantSchedule(7));
        Assert.Throws<ArgumentException>(() => optimizer.Groups[0].CopySchedulesTo(optimizer.Groups[1]));
        Assert.Empty(optimizer.Groups[1].Schedules);
    }

    [Fact]
    public void UndoneSchedulesLeaveHyperparametersAndBaseValuesAsTheyWere()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        var group = optimizer.Groups[0];
        var rule = group.GetRule<Sgd>();
        var throws = false;
        group.Schedule(Rate, new LinearDecay(1, 4), ScheduleMode.Multiply);
        group.Schedule((Sgd current, int step) => current.WeightDecay = throws ? throw new FormatException() : step);
        group.UndoSchedules(step: 1);
        Assert.Equal(0.5, rule.LearningRate);

        optimizer.Step();
        rule.WeightDecay = 9;
        throws = true;
        Assert.Throws<FormatException>(() => group.RunSchedules(2));
        Assert.Equal(0.375, rule.LearningRate);
        group.UndoSchedules(step: 2);
        Assert.Equal((0.5, 9), (rule.LearningRate, rule.WeightDecay));
        Assert.Equal((0.5, 9), (group.GetBaseValue(Rate), group.GetBaseValue("WeightDecay")));
        group.UndoSchedules(step: 1);
        Assert.Equal(0.5, rule.LearningRate);

        throws = false;
        optimizer.Step();
        Assert.Equal((0.375, 2), (rule.LearningRate, rule.WeightDecay));
        Assert.Equal((0.5, 9), (group.GetBaseValue(Rate), group.GetBaseValue("WeightDecay")));
    }
}
