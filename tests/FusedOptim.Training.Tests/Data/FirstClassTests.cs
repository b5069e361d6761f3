using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Labels that count from 1.</summary>
[Trait("Kind", "Files")]
public class FirstClassTests
{
    [Fact]
    public void TrainingSaysThatNoExampleHasTheLabelZero()
    {
        var warning = Assert.Single(Warnings(new Dataset([1, 2, 3], [1, 2, 1])));
        Assert.StartsWith("None of the 3 training examples has the label 0; the data set has 3 classes", warning);
    }

    [Fact]
    public void TrainingSaysNothingOfLabelsThatCountFromZero()
    {
        Assert.Empty(Warnings(new Dataset([1, 2, 3], [2, 0, 2])));
        Assert.Empty(Warnings(new Dataset([1, 2, 3], targets: [1, 2, 1], count: 3)));
    }

    private static IReadOnlyList<string> Warnings(Dataset dataset)
    {
        Loss loss = dataset.HasLabels ? new SoftmaxCrossEntropy() : new SquaredLoss();
        var model = new Sequential(new Dense(1, Math.Max(1, dataset.ClassCount)));
        using var trainer = Trainer.Create(model, new Sgd(0.01), loss, seed: 1);
        return trainer.Fit(dataset, epochs: 1).Warnings;
    }
}
