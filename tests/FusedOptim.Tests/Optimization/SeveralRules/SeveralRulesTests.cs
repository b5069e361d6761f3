using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Optimization.SeveralRules;

public class SeveralRulesTests
{
    private static readonly int[] Counts = [5, 1100, 33, 64, 700, 3000];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EachParameterIsSteppedAsByASeparateOptimizer(int threads)
    {
        using var team = new WorkerTeam(threads);
        var options = new OptimizerOptions { Team = team };
        IUpdateRule[] rules = [new Lion(0.01), new AdamW(0.01), new Sgd(0.1)];
        using var set = DriftModel.CreateSet<float>(Counts);
        using var optimizer = Optimizer.Create(set, p => rules[p.Index % rules.Length], options);
        Assert.Equal(rules, optimizer.Groups.Select(group => group.Rule), (a, b) => rules.Contains(b) && rules.Contains(a));
        Train(set, () => optimizer.Step(new StepOptions { ZeroGradients = true }));

        using var apart = DriftModel.CreateSet<float>(Counts);
        var optimizers = rules.Select((rule, index) => Optimizer.Create(
            apart, p => p.Index % rules.Length == index ? rule : null, options)).ToArray();
        Train(apart, () => Array.ForEach(optimizers, each => each.Step(new StepOptions { ZeroGradients = true })));

        Assert.Equal(apart.Select(p => p.Values.ToArray()), set.Select(p => p.Values.ToArray()));
        foreach (var each in optimizers)
            each.Dispose();
    }

    [Fact]
    public void TheNormIsOfAllParametersWhateverTheirRules()
    {
        using var set = DriftModel.CreateSet<float>(Counts);
        using var optimizer = Optimizer.Create(set, p => p.Kind == ParameterKind.Bias ? new Lion() : new AdamW());
        foreach (var parameter in set)
            parameter.Gradients.Fill(1);

        var report = optimizer.Step(new StepOptions { MaximumNorm = 1 });

        Assert.Equal(Math.Sqrt(Counts.Sum()), report.GradientNorm, 1e-9);
    }

    [Fact]
    public void ModelSumsSpanTheTensorsOfOneTypeOfRule()
    {
        var preparations = new List<Phases.Preparation>();
        using var set = DriftModel.CreateSet<float>(3, 4, 5);
        foreach (var parameter in set)
            parameter.Gradients.Fill(1);
        using var optimizer = Optimizer.Create(set, p => p == set[1]
            ? new Sgd()
            : new Phases.ProbeRule<Phases.ModelOnly> { Preparations = preparations });

        optimizer.Step();

        var update = preparations.Single(preparation => preparation.Phase == Phases.ProbeRule<Phases.ModelOnly>.Update);
        Assert.Equal(8, update.Reductions[0]);
    }

    [Fact]
    public void RulesWithOneAndTwoUpdatesRunSideBySide()
    {
        using var set = DriftModel.CreateSet<float>(10, 20, 30);
        foreach (var parameter in set)
        {
            parameter.Values.Fill(1);
            parameter.Gradients.Fill(0.5f);
        }

        using var optimizer = Optimizer.Create(set, p => p == set[1] ? new TwoPhaseRule() : new Sgd(1));
        optimizer.Step(new StepOptions { ZeroGradients = true });

        Assert.All(set[1].Values.ToArray(), value => Assert.Equal(2 * (1 + 0.5f) + 0.5f, value));
        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(0.5f, value));
        Assert.All(set, parameter => Assert.All(parameter.Gradients.ToArray(), gradient => Assert.Equal(0, gradient)));
    }

    [Fact]
    public void AllShippedRulesStepOneSet()
    {
        var rules = ShippedRules.All.Select(rule => rule.Rule).DistinctBy(rule => rule.GetType()).ToArray();
        using var set = DriftModel.CreateSet<float>([.. rules.Select((_, index) => 50 + 7 * index)]);
        foreach (var (index, rule) in rules.Index())
            set[index].GiveView(rule);
        using var optimizer = Optimizer.Create(set, p => rules[p.Index]);
        Train(set, () => optimizer.Step(new StepOptions { ZeroGradients = true }));

        foreach (var (index, rule) in rules.Index())
        {
            // Sums of the model span rules of one type: alone it is the same.
            using var one = DriftModel.CreateSet<float>([.. rules.Select((_, each) => 50 + 7 * each)]);
            one[index].GiveView(rule);
            using var alone = Optimizer.Create(one, p => p.Index == index ? rule : null);
            Train(one, () => alone.Step(new StepOptions { ZeroGradients = true }));
            Assert.True(one[index].Values.SequenceEqual(set[index].Values), rule.ToString());
        }
    }

    [Fact]
    public void AnUnknownKeyOfAStateFormatIsRefusedOnlyWhereNoRuleHasIt()
    {
        using var set = DriftModel.CreateSet<float>(3, 4);
        OptimizerOptions With(string key) => new()
        {
            StateFormats = new Dictionary<string, StorageFormat?> { [key] = new BFloat16Format() },
        };
        using (var optimizer = Optimizer.Create(set, p => p == set[0] ? new Lion() : new AdamW(), With("exp_avg_sq")))
            Assert.Equal(2, optimizer.Groups.Count);
        var error = Assert.Throws<ArgumentException>(
            () => Optimizer.Create(set, p => p == set[0] ? new Lion() : new AdamW(), With("nothing")));
        Assert.Contains("'nothing'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsOfSeveralRulesAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(5000, 5000, 700);
        using var optimizer = Optimizer.Create(
            set, p => p == set[0] ? new Lion() : p == set[1] ? new AdamW() : new Lamb(), new OptimizerOptions { Team = team });
        optimizer.Step();
        Assert.Equal([0L, 0L], AllocatedBytes.Of(team, steps: 20, () => optimizer.Step(new StepOptions { MaximumNorm = 1 })));
    }

    private static void Train(ParameterSet<float> set, Action step)
    {
        var random = new Random(3);
        foreach (var parameter in set)
        {
            foreach (ref var value in parameter.Values)
                value = (float)(random.NextDouble() - 0.5);
        }

        for (var i = 0; i < 5; i++)
        {
            foreach (var parameter in set)
            {
                var gradients = new Random(i * 100 + parameter.Index);
                foreach (ref var gradient in parameter.Gradients)
                    gradient = (float)(gradients.NextDouble() - 0.5);
            }

            step();
        }
    }
}
