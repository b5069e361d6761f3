using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The warning of a run whose network gives scores for each position.</summary>
public class OutputPositionsTests
{
    [Fact]
    public void AForgottenFlattenIsNamed() => Assert.Equal(
        "The network gives 4 × 4 × 2 values for each example, 32 scores in all, and the data have 2 classes. To give one score for each " +
        "class, put a Flatten before the last dense layer.",
        Assert.Single(Train(new Input(4, 4, 1), new Convolution2D(1, 3, 3, padding: 1), new Relu(), new Dense(3, 2))));

    [Fact]
    public void AForgottenLastPositionIsNamed() => Assert.Equal(
        "The network gives 8 × 3 values for each example, 24 scores in all, and the data have 2 classes. To give one score for each " +
        "class, put a LastPosition or a Flatten before the last dense layer.",
        Assert.Single(Train(new Input(8, 2), new Gru(2, 5), new Dense(5, 3))));

    [Fact]
    public void OnePositionIsAsItShouldBe()
    {
        Assert.Empty(Train(new Input(8, 2), new Gru(2, 5), new LastPosition(), new Dense(5, 3)));
        Assert.Empty(Train(new Dense(16, 5)));
        // As many scores as classes, one from each position.
        Assert.Empty(Train(new Input(2, 8), new Dense(8, 1)));
    }

    private static IReadOnlyList<string> Train(params Layer[] layers)
    {
        float[] features = [.. Enumerable.Range(0, 64).Select(i => i % 7 / 7f)];
        using var trainer = Trainer.Create(new Sequential(layers), new Adam(), new SoftmaxCrossEntropy(), seed: 1);
        return trainer.Fit(new Dataset(features, [0, 1, 1, 0]), epochs: 1).Warnings;
    }
}
