using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Data.Text;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>Records with lists are equal where their contents are.</summary>
public class EqualityTests
{
    /// <summary>Each makes an equal value whenever it is called; no two are equal to each other.</summary>
    private static readonly Func<object>[] Makers =
    [
        () => new Sequential(new Dense(2, 3), new Relu(), new Dense(3, 1)),
        () => new Sequential(new Dense(2, 3), new Tanh(), new Dense(3, 1)),
        () => new Sequential(new Relu()),
        () => new Sequential(new Sequential(new Relu())),
        () => new Residual(new Dense(2, 2), new Relu()),
        () => new Residual(new Dense(2, 2)),
        () => new ChoiceDimension("x", 1, 2, 3),
        () => new ChoiceDimension("x", 1, 3, 2),
        () => Report(1, []),
        () => Report(1, ["a"]),
        () => Report(2, ["a"]),
        () => new SearchReport([new SearchTrial(Point(1), 0.5, 1)]),
        () => new SearchReport([new SearchTrial(Point(2), 0.5, 1)]),
        () => new LearningRateRangeTestReport([new LearningRateRangeTestPoint(1, 2, 3)]),
        () => new LearningRateRangeTestReport([]),
        () => GradientCheck.Run(new Sequential(new Dense(1, 1)), new SquaredLoss(), [1], [2.0]),
        () => GradientCheck.Run(new Sequential(new Dense(1, 1)), new SquaredLoss(), [1], [3.0]),
        () => new TrainingProgress(1, 2, 3, 4, default, null) { Warnings = ["a"] },
        () => new TrainingProgress(1, 2, 3, 4, default, null),
        () => Augmentation.Combine(new GaussianNoise(0.5)),
        () => Augmentation.Combine(new GaussianNoise(0.25)),
        () => TextAugmentation.Combine(new RandomDeletion(0.5)),
        () => TextAugmentation.Combine(new RandomSwap(0.5)),
    ];

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Makers.Length)];

    [Theory]
    [MemberData(nameof(Places))]
    public void RecordsAreEqualWhereTheirContentsAre(int place)
    {
        var make = Makers[place];
        var value = make();
        Assert.Equal(value, make());
        Assert.Equal(value.GetHashCode(), make().GetHashCode());
        Assert.Single(Makers, other => value.Equals(other()));
    }

    [Fact]
    public void AReportKeepsItsListsWhereTheOriginalChanges()
    {
        var epochs = new List<EpochReport> { new(1, default, null, default) };
        var report = new TrainingReport(epochs, WasCancelled: false, default);
        epochs.Clear();
        Assert.Single(report.Epochs);
        Assert.Empty((report with { Epochs = [] }).Epochs);
    }

    [Fact]
    public void AModelOfUnknownSizeIsPrintedByItsLayers()
    {
        Assert.StartsWith("Sequential { Layers = [Relu { ", $"{new Sequential(new Relu(), new Flatten())}");
        Assert.Contains("Outputs = 3", $"{new Sequential(new Dense(2, 3))}");
    }

    [Fact]
    public void ALayerThatDoesNotFitNamesTheArgumentOfTheCaller()
    {
        Assert.Throws<ArgumentException>("layers", () => new Sequential(new Dense(2, 3), new Dense(4, 1)));
        Assert.Throws<ArgumentException>("input", () => new Sequential(new Dense(2, 3)).GetOutputShape(new ExampleShape(5)));
        Assert.Throws<ArgumentException>("input", () => new Residual(new Dense(2, 2)).GetOutputShape(new ExampleShape(5)));
    }

    private static TrainingReport Report(int epoch, IReadOnlyList<string> warnings) =>
        new([new EpochReport(epoch, default, null, TimeSpan.FromSeconds(1))], WasCancelled: false, default) { Warnings = warnings };

    private static SearchPoint Point(double value) => new SearchSpace(new ChoiceDimension("x", 1, 2)).GetPoint([value == 1 ? 0 : 1]);
}
