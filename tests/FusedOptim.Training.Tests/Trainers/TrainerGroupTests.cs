using FusedOptim.Rules;
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
