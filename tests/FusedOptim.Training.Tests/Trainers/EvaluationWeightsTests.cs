using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Averaged and schedule-free weights: which weights are evaluated, restored and trained further.</summary>
[Trait("Kind", "Averages")]
public class EvaluationWeightsTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(200, seed: 2);
    private static readonly SoftmaxCrossEntropy Loss = new();

    /// <summary>Training went on from averaged weights beside the state of other weights.</summary>
    [Fact]
    public void AfterEarlyStoppingAScheduleFreeRuleGoesOnFromTheBestWeightsWithItsStateThere()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScheduleFreeAdamW(0.05), Loss, seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 3);
        var best = FitToTheStop(trainer);
        Assert.Equal(best, trainer.Evaluate(Validation));
        Assert.All(trainer.Network.Parameters, parameter => Assert.Equal(
            parameter.Values.ToArray(), trainer.Optimizer.GetState(parameter, "z").ToArray()));
        // So that the weights to evaluate with are the best ones, for every caller.
        Assert.Equal(best, EvaluateByOptimizer(trainer));
    }

    [Fact]
    public void AfterEarlyStoppingAnAverageGoesOnFromTheBestWeights()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AveragedSgd { LearningRate = 0.3 }, Loss, seed: 1);
        trainer.EarlyStopping = new EarlyStopping(patience: 3);
        var best = FitToTheStop(trainer);
        Assert.Equal(best, EvaluateByOptimizer(trainer));
        trainer.EarlyStopping = null;
        trainer.Schedule((AveragedSgd rule, int _) => rule.LearningRate = 0);
        trainer.Fit(Training, Validation, epochs: 1);
        Assert.Equal(best, trainer.Evaluate(Validation));
    }

    /// <summary>Weights that are loaded before the first step are what averages and schedule-free states start from.</summary>
    [Fact]
    public void WeightsThatAreLoadedIntoATrainerAreTheOnesThatItEvaluates()
    {
        using var file = new TemporaryFile();
        var expected = SavePretrained(file);
        AssertEvaluatesAs(expected, new ScheduleFreeAdamW(), file);
        AssertEvaluatesAs(expected, new ScheduleFreeSgd(), file);
        AssertEvaluatesAs(expected, new AveragedSgd(), file);
        AssertEvaluatesAs(expected, new AdamW(), file);

        static void AssertEvaluatesAs(Evaluation expected, IUpdateRule rule, TemporaryFile file)
        {
            using var trainer = Trainer.Create(ToyProblem.Model, rule, Loss, seed: 7);
            trainer.Network.Load(file.Path);
            Assert.Equal(expected, trainer.Evaluate(Validation));
        }
    }

    /// <summary>An optimizer that was made before the weights were loaded trains as one that was made after.</summary>
    [Fact]
    public void WeightsMayBeLoadedAfterTheOptimizerIsMade()
    {
        using var file = new TemporaryFile();
        SavePretrained(file);
        AssertEqual(new ScheduleFreeAdamW(), file);
        AssertEqual(new ScheduleFreeSgd(0.1), file);
        AssertEqual(new AveragedSgd(), file);
        AssertEqual(new Prodigy(), file);

        static void AssertEqual(IUpdateRule rule, TemporaryFile file)
        {
            Assert.Equal(Train(rule, file, loadFirst: true), Train(rule, file, loadFirst: false));
        }
    }

    /// <summary>A state that was written by hand before the first step stays.</summary>
    [Fact]
    public void AStateThatIsWrittenBeforeTheFirstStepStays()
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 3);
        using var optimizer = Optimizer.Create(set, new ScheduleFreeSgd(0));
        parameter.Values.Fill(1);
        optimizer.GetState(parameter, "z").Fill(2);
        optimizer.Step();
        Assert.Equal([2f, 2, 2], optimizer.GetState(parameter, "z").ToArray());
    }

    /// <summary>A group that is added late, with values that are set after that.</summary>
    [Fact]
    public void AGroupThatIsAddedLateStartsFromTheValuesOfItsFirstStep()
    {
        using var set = new ParameterSet<float>();
        var first = set.Add("first", ParameterKind.Weight, 3);
        var late = set.Add("late", ParameterKind.Weight, 3);
        using var optimizer = Optimizer.Create(set, p => p == first ? new AveragedSgd { LearningRate = 0 } : null);
        optimizer.Step();
        optimizer.AddGroup(new AveragedSgd { LearningRate = 0 }, [late]);
        first.Values.Fill(5);
        late.Values.Fill(7);
        optimizer.Step();
        Assert.Equal([7f, 7, 7], optimizer.GetState(late, "average").ToArray());
        // Has taken a step: its average goes on.
        Assert.All(optimizer.GetState(first, "average").ToArray(), value => Assert.InRange(value, 0.1f, 4.9f));
    }

    private static Evaluation FitToTheStop(Trainer trainer)
    {
        var report = trainer.Fit(Training, Validation, epochs: 400);
        Assert.True(report.WasStopped);
        return report.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!.Validation!.Value;
    }

    private static Evaluation EvaluateByOptimizer(Trainer trainer)
    {
        using (trainer.Optimizer.UseEvaluationWeights())
            return Evaluation.Compute(trainer.Network, Loss, Validation);
    }

    private static Evaluation SavePretrained(TemporaryFile file)
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.01), Loss, seed: 1);
        trainer.Fit(Training, epochs: 20);
        trainer.Network.Save(file.Path);
        return trainer.Evaluate(Validation);
    }

    private static string Train(IUpdateRule rule, TemporaryFile file, bool loadFirst)
    {
        using var network = ToyProblem.Model.Build(seed: 7);
        if (loadFirst)
            network.Load(file.Path);
        using var optimizer = Optimizer.Create(network.Parameters, rule);
        if (!loadFirst)
            network.Load(file.Path);
        foreach (var batch in Training.GetBatches(8, seed: 1).GetEpoch(1))
        {
            Loss.Evaluate(network.Forward(batch.Features), batch, network.OutputGradients);
            network.Backward();
            optimizer.Step(new StepOptions { ZeroGradients = true });
        }

        using (optimizer.UseEvaluationWeights())
            return network.ComputeDigest();
    }
}

[UpdateRule, AveragedWeights(0.99)]
public sealed partial record AveragedSgd(double LearningRate = 0.01)
{
    private static double Direction(double gradient) => gradient;
}
