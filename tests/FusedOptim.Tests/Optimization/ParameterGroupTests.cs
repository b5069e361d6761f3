using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization;

public class ParameterGroupTests
{
    [Fact]
    public void EqualRulesMergeInTheOrderInWhichTheyAppear()
    {
        using var set = DriftModel.CreateSet<float>(1, 2, 3, 4, 5);
        using var optimizer = Optimizer.Create(
            set, p => p.Kind == ParameterKind.Weight ? new DriftRule() : new DriftRule { LearningRate = 0.5 });

        Assert.Equal(2, optimizer.Groups.Count);
        Assert.Equal([set[0], set[2], set[4]], optimizer.Groups[0].Parameters);
        Assert.Equal([set[1], set[3]], optimizer.Groups[1].Parameters);
        Assert.Equal(0.1, optimizer.Groups[0].GetRule<DriftRule>().LearningRate);
        Assert.Equal(0.5, optimizer.Groups[1].GetRule<DriftRule>().LearningRate);
        Assert.Same(DriftRule.Schema, optimizer.Groups[0].Rule.Schema);
    }

    [Fact]
    public void GroupOwnsACopyOfItsRule()
    {
        using var set = DriftModel.CreateSet<float>(4, 4);
        DriftModel.Fill(set, seed: 1);
        var expected = DriftModel.Expected<float>(set[0].Values, set[0].Gradients, new DriftRule(), 1);
        var rule = new DriftRule();
        using var optimizer = Optimizer.Create(set, rule);

        rule.LearningRate = 77;
        optimizer.Step();

        Assert.Equal(expected, set[0].Values.ToArray());
        optimizer.Groups[0].GetRule<DriftRule>().LearningRate = 5;
        Assert.Equal(77, rule.LearningRate);
    }

    [Fact]
    public void NullFreezes()
    {
        using var set = DriftModel.CreateSet<float>(40, 40);
        DriftModel.Fill(set, seed: 2);
        var frozen = set[1].Values.ToArray();
        var expected = DriftModel.Expected<float>(set[0].Values, set[0].Gradients, new DriftRule(), 1);
        using var optimizer = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? null : new DriftRule());

        optimizer.Step();

        Assert.Equal(expected, set[0].Values.ToArray());
        Assert.Equal(frozen, set[1].Values.ToArray());
        Assert.Contains("'1.bias'", Assert.Throws<ArgumentException>(() => optimizer.GetStepCount(set[1])).Message);
    }

    [Fact]
    public void UnfrozenParametersStartAtStepOneFromTheValuesOfThen()
    {
        using var set = DriftModel.CreateSet<float>(40, 40);
        DriftModel.Fill(set, seed: 3);
        using var optimizer = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? null : new DriftRule());
        optimizer.Step();
        optimizer.Step();
        var schedule = new List<int>();
        set[1].Values[0] = 0.75f;
        var gradients = set[1].Gradients.ToArray();
        var expected = DriftModel.Expected<float>(set[1].Values, gradients, new DriftRule { Floor = 3 }, 2);

        var group = optimizer.AddGroup(new DriftRule { Floor = 3 }, [set[1]]);
        gradients.CopyTo(set[1].Gradients);
        group.Schedule((_, step) => schedule.Add(step));
        optimizer.Step();
        optimizer.Step();

        Assert.Same(group, optimizer.Groups[1]);
        Assert.Equal(expected, set[1].Values.ToArray());
        Assert.Equal(4, optimizer.StepCount);
        Assert.Equal(4, optimizer.GetStepCount(set[0]));
        Assert.Equal(2, optimizer.GetStepCount(set[1]));
        Assert.Equal([3, 4], schedule);
    }

    [Fact]
    public void SchedulesSetHyperparametersInOrderBeforeEachStep()
    {
        using var set = DriftModel.CreateSet<double>(4);
        set[0].Gradients.Fill(1);
        var order = new List<string>();
        using var optimizer = Optimizer.Create(set, new DriftRule { Momentum = 0, Floor = 0 });
        optimizer.Groups[0].Schedule((DriftRule rule, int step) =>
        {
            order.Add($"first {step}");
            rule.LearningRate = 1.0 / step;
        });
        optimizer.Groups[0].Schedule((_, step) => order.Add($"second {step}"));

        optimizer.Step();
        optimizer.Step();

        // Each step subtracts η·step = 1; the anchor is zero.
        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(-2, value));
        Assert.Equal(["first 1", "second 1", "first 2", "second 2"], order);
        Assert.Throws<ArgumentNullException>(() => optimizer.Groups[0].Schedule(null!));
    }

    [Fact]
    public void StatesStartAsTheirSchemaSaysAndCanBeReadAndWritten()
    {
        using var set = DriftModel.CreateSet<float>(3, 5);
        DriftModel.Fill(set, seed: 4);
        using var optimizer = Optimizer.Create(set, new DriftRule { Floor = 0.625 });

        Assert.Equal([0f, 0, 0, 0, 0], optimizer.GetState(set[1], "momentum_buffer").ToArray());
        Assert.Equal(set[1].Values.ToArray(), optimizer.GetState(set[1], "anchor").ToArray());
        Assert.Equal([0.625f, 0.625f, 0.625f], optimizer.GetState(set[0], "floor").ToArray());

        optimizer.GetState(set[0], "momentum_buffer").Fill(1);
        optimizer.Step();

        Assert.Equal(0.9f * 1 + set[0].Gradients[2], optimizer.GetState(set[0], "momentum_buffer")[2]);
        Assert.Equal(set[1].Gradients[4], optimizer.GetState(set[1], "momentum_buffer")[4]);
    }

    [Fact]
    public void RefusesStatesItDoesNotHave()
    {
        using var set = DriftModel.CreateSet<float>(3, 5);
        using var optimizer = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? null : new DriftRule());

        var key = Assert.Throws<ArgumentException>(() => optimizer.GetState(set[0], "m").Length);
        Assert.Contains("no state 'm'; it has momentum_buffer, anchor, floor", key.Message);
        Assert.Contains("'1.bias'", Assert.Throws<ArgumentException>(() => optimizer.GetState(set[1], "anchor").Length).Message);

        using var other = DriftModel.CreateSet<float>(5);
        using var stateless = Optimizer.Create(other, new TwoPhaseRule());
        Assert.Contains("none at all", Assert.Throws<ArgumentException>(() => stateless.GetState(other[0], "m").Length).Message);
    }

    [Fact]
    public void VariantsOfARuleHaveTheirOwnStatesAndCannotBeSwitchedLater()
    {
        using var set = DriftModel.CreateSet<double>(3, 3);
        set[0].Gradients.Fill(1.2);
        set[1].Gradients.Fill(1.2);
        using var optimizer = Optimizer.Create(set, p => new Switchable(Adaptive: p.Kind == ParameterKind.Weight));

        Assert.Equal([0.25, 0.25, 0.25], optimizer.GetState(set[0], "sum").ToArray());
        var exception = Assert.Throws<ArgumentException>(() => optimizer.GetState(set[1], "sum").Length);
        Assert.Contains("no state 'sum'; it has none at all", exception.Message);

        optimizer.Step();
        Assert.Equal(-0.5 * 1.2 / 1.3, set[0].Values[2], 1e-12);
        Assert.Equal(-0.5 * 1.2, set[1].Values[2], 1e-12);

        optimizer.Groups[1].GetRule<Switchable>().Adaptive = true;
        var values = set[1].Values.ToArray();
        Assert.Contains("Switchable", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
        Assert.Equal(values, set[1].Values.ToArray());
    }

    [Fact]
    public void AdjacentParametersOfAGroupAreOneRange()
    {
        using var team = new WorkerTeam(1);
        using var set = DriftModel.CreateSet<float>([.. Enumerable.Repeat(10, 20)]);
        var segments = new ConcurrentBag<(long First, nint Count, int Step)>();
        var rule = new DriftRule { Segments = segments };
        using var optimizer = Optimizer.Create(
            set, p => p == set[4] ? null : p.Kind == ParameterKind.Weight ? rule : rule with { LearningRate = 1 },
            new OptimizerOptions { Team = team });

        optimizer.Step();

        // Ten weights without the third, then ten biases, in blocks of 64.
        Assert.Equal([(0, 128), (192, 448), (640, 640)], segments.Select(s => (s.First, (long)s.Count)).Order());
    }

    [Fact]
    public void UniformsAreComputedOnceForEachStepInAGroup()
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(3000, 10, 3000, 10, 3000);
        DriftModel.Fill(set, seed: 5);
        var preparations = new ConcurrentBag<int>();
        var segments = new ConcurrentBag<(long First, nint Count, int Step)>();
        using var optimizer = Optimizer.Create(
            set, new DriftRule { Preparations = preparations, Segments = segments }, new OptimizerOptions { Team = team });

        optimizer.Step();
        Assert.Equal([1], preparations);

        preparations.Clear();
        segments.Clear();
        optimizer.RestoreStepCount(set[2], 7);
        optimizer.RestoreStepCount(set[3], 7);
        optimizer.Step();

        Assert.Equal([2, 8], preparations.Order());
        Assert.Equal(8, optimizer.GetStepCount(set[3]));
        Assert.Equal(2, optimizer.GetStepCount(set[4]));
        Assert.Equal(3008 + 64, segments.Where(segment => segment.Step == 8).Sum(segment => segment.Count));
        Assert.Equal(2 * 3008 + 64, segments.Where(segment => segment.Step == 2).Sum(segment => segment.Count));

        optimizer.RestoreStepCount(set[2], 2);
        optimizer.RestoreStepCount(set[3], 2);
        preparations.Clear();
        optimizer.Step();
        Assert.Equal([3], preparations);
    }

    [Fact]
    public void AnyGroupingStepsEachParameterAsIfItWereAlone()
    {
        var parameters = (
            from count in Gen.Choose(1, 3000)
            from rule in Gen.Choose(0, 3)
            select (count, rule)).NonEmptyListOf().ToArbitrary();

        Prop.ForAll(parameters, list => Check([.. list])).CheckSeeded();

        static bool Check((int Count, int Rule)[] model)
        {
            // The last one of four is frozen.
            DriftRule?[] rules = [new(), new() { LearningRate = 0.3 }, new() { Momentum = 0.5, Floor = 1 }, null];
            using var team = new WorkerTeam(3);
            using var set = DriftModel.CreateSet<double>([.. model.Select(parameter => parameter.Count)]);
            DriftModel.Fill(set, seed: 6);
            var expected = set.Select((p, i) => rules[model[i].Rule] is { } rule
                ? DriftModel.Expected<double>(p.Values, p.Gradients, rule, 2) : p.Values.ToArray()).ToArray();
            using var optimizer = Optimizer.Create(
                set, p => rules[model[set.ToList().IndexOf(p)].Rule], new OptimizerOptions { Team = team });

            optimizer.Step();
            optimizer.Step();

            Assert.Equal(expected, set.Select(p => p.Values.ToArray()));
            return true;
        }
    }
}
