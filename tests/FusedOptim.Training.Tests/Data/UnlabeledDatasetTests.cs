using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Data sets of features alone, and of features that are missing.</summary>
public class UnlabeledDatasetTests
{
    private static readonly Dataset Unlabeled = Dataset.Unlabeled([1, 2, 3, 4, 5, 6], count: 3);

    [Fact]
    public void HasFeaturesAlone()
    {
        Assert.Equal((3, 2, 0, 0), (Unlabeled.Count, Unlabeled.FeatureCount, Unlabeled.ClassCount, Unlabeled.TargetCount));
        Assert.False(Unlabeled.HasLabels || Unlabeled.HasTargets);
        Assert.Empty(Unlabeled.ClassNames);
        Assert.Equal([5, 6, 1, 2], Unlabeled.Select([2, 0]).Features.ToArray());
        Assert.Equal(4, Unlabeled.Split(0.6, seed: 1).First.Features.Length);
        Assert.Equal([3, 4], Unlabeled.Slice(1, 1).Features.ToArray());
        Assert.Equal(6, Standardization.Fit(Unlabeled).Apply(Unlabeled).Features.Length);
        foreach (var batch in Unlabeled.GetBatches(batchSize: 2, seed: 1).GetEpoch(1))
            Assert.False(batch.HasLabels || batch.HasTargets);
    }

    [Fact]
    public void NeedsFeaturesThatFit()
    {
        Assert.Throws<ArgumentException>("features", () => Dataset.Unlabeled([1, 2, 3], count: 2));
        Assert.Throws<ArgumentException>("features", () => Dataset.Unlabeled([], count: 0));
        Assert.Throws<ArgumentException>("features", () => Dataset.Unlabeled([float.NaN], count: 1));
    }

    [Fact]
    public void IsNotSplitByClasses()
    {
        const string message = "The examples have neither labels nor target values; labels are needed here.";
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Unlabeled.SplitStratified(0.5, seed: 1)).Message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => Unlabeled.GetStratifiedFolds(2, seed: 1)).Message);
        Assert.Throws<InvalidOperationException>(Unlabeled.WithOneHotTargets);
    }

    [Fact]
    public void IsRefusedByTraining()
    {
        foreach (var (loss, kind) in new (Loss, string)[] { (new SoftmaxCrossEntropy(), "labels"), (new SquaredLoss(), "target values") })
        {
            using var trainer = Trainer.Create(new Sequential(new Dense(2, 2)), new Sgd(0.1), loss, seed: 1);
            var message = $"{loss.GetType().Name} compares outputs with {kind}; the examples have neither labels nor target values.";
            AssertRefused("training", message, () => trainer.Fit(Unlabeled));
            AssertRefused("dataset", message, () => trainer.Evaluate(Unlabeled));
            AssertRefused("batch", message, () => loss.Evaluate(new float[6], Unlabeled.Slice(0, 3)));
            var answered = loss is LabelLoss
                ? new Dataset([1, 2], [0], classCount: 2) : new Dataset([1, 2], targets: [1, 2], count: 1);
            AssertRefused(
                "validation",
                $"The validation data have neither labels nor target values, the training data {kind}",
                () => trainer.Fit(answered, validation: Unlabeled));
        }
    }

    [Fact]
    public void MissingFeaturesAreCountedAndRefusedByNetworks()
    {
        var missing = new Dataset([1, 2, 3, 4, 5, 6], [0, 1, 1]).WithFeatures([1, float.NaN, 3, 4, float.NaN, 6], allowsMissing: true);
        Assert.Equal((2, 0, 1), (missing.MissingCount, Unlabeled.MissingCount, missing.Select([2]).MissingCount));
        Assert.Equal(2, missing.WithNames(classes: ["a", "b"]).MissingCount);
        Assert.Equal(2, missing.WithOneHotTargets().MissingCount);
        Assert.Equal(0, missing.Select([1]).MissingCount);
        Assert.Equal(0, missing.WithFeatures(new float[6]).MissingCount);
        Assert.Throws<ArgumentException>("features", () => missing.WithFeatures([1, 2, 3, 4, 5, float.NaN]));
        Assert.Throws<ArgumentException>(
            "features", () => missing.WithFeatures([1, 2, 3, 4, 5, float.PositiveInfinity], allowsMissing: true));
        using var trainer = Trainer.Create(new Sequential(new Dense(2, 2)), new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        AssertRefused("training", "2 features of the data are missing (NaN).", () => trainer.Fit(missing));
    }

    private static void AssertRefused(string argument, string message, Action action) =>
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(argument, action).Message);
}
