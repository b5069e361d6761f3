using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Groups of parameters in a trainer: schedules, and what is frozen.</summary>
[Trait("Kind", "Groups")]
public class TrainerGroupTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(60, seed: 1);

    [Fact]
    public void ATrainerThatWouldTrainNothingSaysSo()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, _ => default(AdamW), new SoftmaxCrossEntropy(), seed: 1);
        var before = trainer.Network.ComputeDigest();
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, epochs: 1));
        Assert.StartsWith(
            $"All {trainer.Network.Parameters.Count} parameters of the network are frozen: nothing would be trained.", error.Message);
        Assert.Equal((0, before), (trainer.Optimizer.StepCount, trainer.Network.ComputeDigest()));

        trainer.Optimizer.AddGroup(new AdamW(), [trainer.Network.Parameters["dense2.bias"]]);
        trainer.Fit(Training, epochs: 1);
        Assert.NotEqual(before, trainer.Network.ComputeDigest());
    }

    /// <summary>Also after Freeze, which leaves the groups as they are.</summary>
    [Fact]
    public void ATrainerWhoseParametersWereAllFrozenSaysSo()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Optimizer.Freeze(trainer.Network.Parameters);
        var before = trainer.Network.ComputeDigest();
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, epochs: 1));
        Assert.EndsWith("nothing would be trained. Call trainer.Optimizer.Unfreeze for at least one before Fit.", error.Message);
        Assert.Equal((0, before), (trainer.Optimizer.StepCount, trainer.Network.ComputeDigest()));

        trainer.Optimizer.Unfreeze(trainer.Network.Parameters["dense2.bias"]);
        trainer.Fit(Training, epochs: 1);
        Assert.NotEqual(before, trainer.Network.ComputeDigest());
    }

    /// <summary>Both layers had the rate of the schedule from the first step on.</summary>
    [Fact]
    public void AScheduleThatMultipliesKeepsTheRateOfEachGroup()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => new AdamW(p.Name.StartsWith("dense1", StringComparison.Ordinal) ? 1e-4 : 1e-3),
            new SoftmaxCrossEntropy(), seed: 1);
        var cosine = new Cosine(1, 8);
        trainer.Schedule(AdamW.Names.LearningRate, cosine, ScheduleMode.Multiply);
        for (var step = 2; step <= 8; step += 2)
        {
            trainer.Fit(Training, epochs: 1, batchSize: 30);
            Assert.Equal(
                [1e-4 * cosine.At(step), 1e-3 * cosine.At(step)],
                trainer.Optimizer.Groups.Select(group => group.GetRule<AdamW>().LearningRate));
        }
    }

    /// <summary>Two parameters with equal rules are one group, until it is split.</summary>
    [Fact]
    public void AGroupThatIsSplitIsScheduledApart()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.5), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Schedule(Sgd.Names.LearningRate, new ConstantSchedule(0.25));
        var weights = trainer.Optimizer.Groups[0];
        var biases = trainer.Optimizer.Split(weights, p => p.Kind == ParameterKind.Bias, "biases");
        biases.Schedule(Sgd.Names.LearningRate, new LinearDecay(0.5, 4));
        trainer.Fit(Training, epochs: 1, batchSize: 30);
        Assert.Equal((0.25, 0.375), (weights.GetRule<Sgd>().LearningRate, biases.GetRule<Sgd>().LearningRate));
        trainer.Schedule(Sgd.Names.LearningRate, new ConstantSchedule(0.125));
        trainer.Fit(Training, epochs: 1, batchSize: 30);
        Assert.Equal((0.125, 0.125), (weights.GetRule<Sgd>().LearningRate, biases.GetRule<Sgd>().LearningRate));
    }

    [Fact]
    public void AScheduleReachesGroupsThatAreAddedLater()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Name == "dense1.weight" ? null : new Sgd(0.5), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Schedule((Sgd rule, int step) => rule.LearningRate = 0.1 / step);
        var group = trainer.Optimizer.AddGroup(new Sgd(0.5), [trainer.Network.Parameters["dense1.weight"]]);
        trainer.Fit(Training, epochs: 1, batchSize: 30);
        Assert.Equal(0.05, trainer.Optimizer.Groups[0].GetRule<Sgd>().LearningRate);
        Assert.Equal(0.05, group.GetRule<Sgd>().LearningRate);
    }

    /// <summary>Its own schedule comes after those of all groups, whichever was added when.</summary>
    [Fact]
    public void AGroupThatIsAddedLaterCanHaveAScheduleOfItsOwn()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, p => p.Name == "dense1.weight" ? null : new Sgd(0.5), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Schedule((Sgd rule, int _) => rule.LearningRate = 0.25);
        var group = trainer.Optimizer.AddGroup(new Sgd(0.5), [trainer.Network.Parameters["dense1.weight"]]);
        group.Schedule((Sgd rule, int _) => rule.LearningRate *= 0.5);
        trainer.Fit(Training, epochs: 1, batchSize: 30);
        Assert.Equal(0.25, trainer.Optimizer.Groups[0].GetRule<Sgd>().LearningRate);
        Assert.Equal(0.125, group.GetRule<Sgd>().LearningRate);
    }
}
