using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>A loss takes labels or target values: by its type, and by the data where a data set decides.</summary>
public class AnswerKindTests
{
    private static readonly Dataset Labeled = ToyProblem.Spirals(30, seed: 1);
    private static readonly Dataset Targeted = Labeled.WithOneHotTargets();

    public static TheoryData<Loss> Losses => new(
        new SoftmaxCrossEntropy(), new SquaredLoss(), new AbsoluteLoss(), new HuberLoss(), new LogisticLoss());

    /// <summary>The overload for the other kind of answers does not compile because it does not exist.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void ALossHasTheOverloadForItsAnswersAlone(Loss loss)
    {
        var generic = loss.GetType().GetMethods().Where(method => method.Name == "Evaluate" && method.IsGenericMethod);
        var answers = Assert.Single(generic).GetParameters()[1];
        Assert.Equal(loss is LabelLoss ? "labels" : "targets", answers.Name);
        Assert.Equal(loss is LabelLoss, answers.ParameterType == typeof(ReadOnlySpan<int>));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void DataWithAnswersOfTheOtherKindAreRefusedBeforeAnythingChanges(Loss loss)
    {
        var (own, other) = loss is LabelLoss ? (Labeled, Targeted) : (Targeted, Labeled);
        var message = loss is LabelLoss
            ? "SoftmaxCrossEntropy compares outputs with the labels of classes; the examples have target values. Use a loss for " +
                "target values, such as SquaredLoss, or examples with labels."
            : $"{loss.GetType().Name} compares outputs with target values; the examples have the labels of classes. " +
                "Dataset.WithOneHotTargets converts labels to target values.";
        using var folder = new TemporaryFile();
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), loss, seed: 1);
        trainer.Checkpoints = new CheckpointFiles(folder.Path);
        trainer.Fit(own, epochs: 1);
        var before = trainer.Network.ComputeDigest();
        var file = File.ReadAllBytes(trainer.Checkpoints.Last);
        AssertRefused("training", () => trainer.Fit(other, epochs: 1));
        AssertRefused("dataset", () => trainer.Evaluate(other));
        AssertRefused("dataset", () => Evaluation.Compute(trainer.Network, loss, other));
        AssertRefused("batch", () => GradientCheck.Run(ToyProblem.Model, loss, other.Slice(0, 3)));
        var gradients = new float[9];
        AssertRefused("batch", () => loss.Evaluate(new float[9], other.Slice(0, 3), gradients));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
        Assert.Equal((1, before), (trainer.EpochCount, trainer.Network.ComputeDigest()));
        Assert.Equal(file, File.ReadAllBytes(trainer.Checkpoints.Last));
        Assert.Equal(trainer.Evaluate(own), Evaluation.Compute(trainer.Network, loss, own));

        void AssertRefused(string argument, Action action)
        {
            var exception = Assert.Throws<ArgumentException>(argument, action);
            Assert.StartsWith(message, exception.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void AGradientCheckOfABatchUsesItsAnswers(Loss loss)
    {
        var data = loss is LabelLoss ? Labeled : Targeted;
        var report = GradientCheck.Run(new Sequential(new Dense(2, 3), new Tanh(), new Dense(3, 3)), loss, data.Slice(0, 4));
        Assert.True(report.Passes(), report.ToString());
    }
}
