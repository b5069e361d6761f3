using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim.Tests.Optimization;

/// <summary>Schedules of hyperparameters by name: of a group, and of all groups.</summary>
[Trait("Kind", "Groups"), Trait("Members", "New")]
public sealed class HyperparameterScheduleTests : IDisposable
{
    private const string Rate = nameof(Sgd.LearningRate);

    private readonly ParameterSet<float> _set = new();

    public HyperparameterScheduleTests()
    {
        _set.Add("a", ParameterKind.Weight, 3);
        _set.Add("b", ParameterKind.Weight, 3);
        _set.Add("c", ParameterKind.Bias, 3);
    }

    public void Dispose() => _set.Dispose();

    [Fact]
    public void AScheduleReplacesTheValueByDefault()
    {
        using var optimizer = Optimizer.Create(_set, p => new Sgd(p.Name == "a" ? 0.5 : 0.25));
        optimizer.Schedule(Rate, new LinearDecay(1, 4));
        Assert.Equal([(1, 1), (0.75, 0.75), (0.5, 0.5), (0.25, 0.25), (0, 0)], Rates(optimizer, 5));
    }

    [Fact]
    public void AScheduleThatMultipliesKeepsTheRatioOfGroups()
    {
        using var optimizer = Optimizer.Create(_set, p => new Sgd(p.Name == "a" ? 0.5 : 0.25));
        optimizer.Schedule(Rate, new LinearDecay(1, 4), ScheduleMode.Multiply);
        Assert.Equal([(0.5, 0.25), (0.375, 0.1875), (0.25, 0.125), (0.125, 0.0625), (0, 0)], Rates(optimizer, 5));
        Assert.Equal([0.5, 0.25], optimizer.Groups.Select(group => group.GetBaseValue(Rate)));
    }

    [Fact]
    public void AValueThatIsSetBetweenStepsIsTheBaseValueFromThenOn()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(1));
        var group = optimizer.Groups[0];
        group.GetRule<Sgd>().LearningRate = 8;
        group.Schedule(Rate, new ConstantSchedule(0.5), ScheduleMode.Multiply);
        Assert.Equal([4, 4], Rates(optimizer, 2).Select(rates => rates.First));
        group.GetRule<Sgd>().LearningRate = 2;
        Assert.Equal(2, group.GetBaseValue(Rate));
        Assert.Equal([1, 1], Rates(optimizer, 2).Select(rates => rates.First));
    }

    [Fact]
    public void WhatSchedulesSetIsNotTheBaseValue()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(8));
        var group = optimizer.Groups[0];
        var seen = 0.0;
        group.Schedule((Sgd rule, int _) => rule.LearningRate *= 0.5);
        group.Schedule((_, _) => seen = group.GetBaseValue(Rate));
        Assert.Equal([4, 2], Rates(optimizer, 2).Select(rates => rates.First));
        Assert.Equal((8, 8), (seen, group.GetBaseValue(Rate)));

        group.Schedule(Rate, new ConstantSchedule(3));
        Assert.Equal(1.5, Rates(optimizer, 1)[0].First);
        group.Schedule(Rate, new ConstantSchedule(0.25), ScheduleMode.Multiply);
        Assert.Equal(1, Rates(optimizer, 1)[0].First);
        Assert.Equal(8, group.GetBaseValue(Rate));
    }

    [Fact]
    public void ALaterScheduleTakesThePlaceOfTheEarlierOne()
    {
        using var optimizer = Optimizer.Create(_set, p => new Sgd(p.Name == "a" ? 0.5 : 0.25));
        var first = optimizer.Groups[0];
        optimizer.Schedule(Rate, new ConstantSchedule(2), ScheduleMode.Multiply);
        first.Schedule(nameof(Sgd.WeightDecay), new ConstantSchedule(0.125));
        first.Schedule(Rate, new ConstantSchedule(3));
        Assert.Equal((3, 0.5), Rates(optimizer, 1)[0]);
        Assert.Equal(
            [
                new HyperparameterSchedule(Rate, new ConstantSchedule(3), ScheduleMode.Replace),
                new HyperparameterSchedule(nameof(Sgd.WeightDecay), new ConstantSchedule(0.125), ScheduleMode.Replace),
            ], first.Schedules);
        optimizer.Schedule(Rate, new ConstantSchedule(4));
        Assert.Equal((4, 4), Rates(optimizer, 1)[0]);
        Assert.Equal(0.125, first.GetRule<Sgd>().WeightDecay);
    }

    [Fact]
    public void MethodsRunAfterTheSchedulesOfHyperparametersInTheirOrder()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(1));
        var group = optimizer.Groups[0];
        group.Schedule((Sgd rule, int _) => rule.LearningRate += 1);
        optimizer.Schedule((rule, _) => rule.SetHyperparameter(Rate, 2 * rule.GetHyperparameter(Rate)));
        group.Schedule(Rate, new LinearDecay(4, 4));
        Assert.Equal([10, 8, 6], Rates(optimizer, 3).Select(rates => rates.First));
    }

    [Fact]
    public void GroupsThatAreAddedLaterFollowTheSchedulesOfAllGroups()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Name == "c" ? null : new Sgd(0.5));
        optimizer.Schedule(Rate, new LinearDecay(1, 4), ScheduleMode.Multiply);
        optimizer.Schedule(nameof(Sgd.WeightDecay), new ConstantSchedule(0.5));
        Assert.Equal(0.5, Rates(optimizer, 1)[0].First);
        var added = optimizer.AddGroup(new Lion(0.25), [_set["c"]]);
        Assert.Equal(0.25, added.GetRule<Lion>().LearningRate);
        optimizer.Step();
        Assert.Equal((0.1875, 0.5), (added.GetRule<Lion>().LearningRate, added.GetRule<Lion>().WeightDecay));
        Assert.Equal(0.25, added.GetBaseValue(Rate));
    }

    [Fact]
    public void AScheduleOfAllGroupsLeavesRulesWithoutTheHyperparameterAlone()
    {
        using var optimizer = Optimizer.Create(
            _set, p => p.Kind == ParameterKind.Weight ? new SophiaG() : (IUpdateRule)new Sgd());
        optimizer.Schedule(nameof(SophiaG.Interval), new ConstantSchedule(3));
        optimizer.Step();
        Assert.Equal(3, optimizer.Groups[0].GetRule<SophiaG>().Interval);
        Assert.Equal([1, 0], optimizer.Groups.Select(group => group.Schedules.Count));
    }

    [Fact]
    public void AnIntegerIsRoundedToTheNearestHalvesAwayFromZero()
    {
        using var optimizer = Optimizer.Create(_set, new SophiaG { Interval = 3 });
        var rule = optimizer.Groups[0].GetRule<SophiaG>();
        foreach (var (value, mode, expected) in ((double, ScheduleMode, int)[])[
            (2.49, ScheduleMode.Replace, 2), (2.5, ScheduleMode.Replace, 3), (3.5, ScheduleMode.Replace, 4),
            (1.5, ScheduleMode.Multiply, 5), (0.5, ScheduleMode.Multiply, 2)])
        {
            optimizer.Schedule(nameof(SophiaG.Interval), new ConstantSchedule(value), mode);
            optimizer.Step();
            Assert.Equal(expected, rule.Interval);
        }
    }

    [Fact]
    public void ANumberOutOfRangeIsAnExceptionOfTheStep()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(1));
        optimizer.Schedule(Rate, new ConstantSchedule(-1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step());
        Assert.StartsWith("Sgd.LearningRate is -1; it must be at least 0", error.Message);
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void AnUnknownNameIsRefusedWithThoseThatExist()
    {
        using var optimizer = Optimizer.Create(_set, p => p.Kind == ParameterKind.Weight ? new Lion() : (IUpdateRule)new Sgd());
        AssertRefused(
            "'Rate' is not a hyperparameter of Lion or Sgd. Did you mean 'LearningRate'? Schedules can set: of Lion LearningRate, Beta1, Beta2, " +
            "WeightDecay; " +
            "of Sgd LearningRate, WeightDecay.", () => optimizer.Schedule("Rate", new ConstantSchedule(1)));
        AssertRefused(
            "'Beta1' is not a hyperparameter of Sgd. Schedules can set: of Sgd LearningRate, WeightDecay.",
            () => optimizer.Groups[1].Schedule("Beta1", new ConstantSchedule(1)));
        Assert.All(optimizer.Groups, group => Assert.Empty(group.Schedules));
    }

    [Fact]
    public void AMistypedNameIsRefusedWithTheNearestOne()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd());
        var error = Assert.Throws<ArgumentException>(() => optimizer.Schedule("LearnigRate", new ConstantSchedule(1)));
        Assert.StartsWith("'LearnigRate' is not a hyperparameter of Sgd. Did you mean 'LearningRate'? Schedules can set:", error.Message);
    }

    [Fact]
    public void TheTextOfAGroupHasItsRuleAndItsParameters()
    {
        using var optimizer = Optimizer.Create(_set, new Sgd(0.5));
        Assert.StartsWith("Sgd { LearningRate = 0.5", optimizer.Groups[0].ToString());
        Assert.Contains($" of {_set[0].Name}", optimizer.Groups[0].ToString());
    }

    [Fact]
    public void AHyperparameterThatChoosesAVariantIsRefusedWhenItIsScheduled()
    {
        using var optimizer = Optimizer.Create(_set, new MomentumSgd(1));
        foreach (Action schedule in (Action[])[
            () => optimizer.Schedule(nameof(MomentumSgd.Nesterov), new ConstantSchedule(1)),
            () => optimizer.Groups[0].Schedule(nameof(MomentumSgd.Nesterov), new ConstantSchedule(0), ScheduleMode.Multiply)])
        {
            AssertRefused(
                "'Nesterov' of MomentumSgd cannot be scheduled: it chooses a variant of the rule, which is fixed when a group is made. " +
                "Schedules can set: of MomentumSgd LearningRate, ", schedule);
        }

        optimizer.Step();
    }

    [Fact]
    public void OtherMistakesAreRefused()
    {
        using var frozen = Optimizer.Create(_set, _ => null);
        AssertRefused(
            "There is no group whose 'LearningRate' could be scheduled: all parameters are frozen.",
            () => frozen.Schedule(Rate, new ConstantSchedule(1)));
        var group = frozen.AddGroup(new Sgd(), [_set["a"]]);
        Assert.Throws<ArgumentNullException>("schedule", () => frozen.Schedule(Rate, null!));
        Assert.Throws<ArgumentNullException>("hyperparameter", () => group.Schedule(null!, new ConstantSchedule(1)));
        Assert.StartsWith(
            "mode is 9; it must be a ScheduleMode.",
            Assert.Throws<ArgumentOutOfRangeException>(() => group.Schedule(Rate, new ConstantSchedule(1), (ScheduleMode)9)).Message);
        Assert.Throws<ArgumentException>(() => group.GetBaseValue("Rate"));
        Assert.Throws<ArgumentOutOfRangeException>(() => group.RestoreBaseValue(Rate, -1));
        Assert.Empty(group.Schedules);
    }

    [Fact]
    public void StepsWithSchedulesAllocateNothing()
    {
        using var optimizer = Optimizer.Create(_set, p => new SophiaG(p.Name == "a" ? 0.5 : 0.25));
        optimizer.Schedule(Rate, new Cosine(1, 1_000_000).WithWarmUp(100), ScheduleMode.Multiply);
        optimizer.Schedule(nameof(SophiaG.Interval), new ReduceOnPlateau(10));
        optimizer.Schedule((SophiaG rule, int step) => rule.WeightDecay = 1.0 / step);
        optimizer.Step();
        optimizer.Step();
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 100; i++)
                optimizer.Step();
        }));
    }

    private static (double First, double Last)[] Rates(Optimizer optimizer, int steps) =>
        [.. Enumerable.Range(0, steps).Select(_ =>
        {
            optimizer.Step();
            return (optimizer.Groups[0].Rule.GetHyperparameter(Rate), optimizer.Groups[^1].Rule.GetHyperparameter(Rate));
        })];

    private static void AssertRefused(string message, Action action) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("hyperparameter", action).Message, StringComparison.Ordinal);
}
