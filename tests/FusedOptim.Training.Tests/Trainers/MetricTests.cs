using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>One metric tells the best epoch: of the report, of best.safetensors, of early stopping and of plateaus.</summary>
public sealed class MetricTests : IDisposable
{
    private static readonly Dataset Training = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(200, seed: 2);

    private readonly TemporaryFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(Metric.Loss, 0)]
    [InlineData(Metric.Loss, 0.05)]
    [InlineData(Metric.Accuracy, 0)]
    [InlineData(Metric.Accuracy, 0.05)]
    public void TheBestEpochIsTheOneWhoseWeightsOneHolds(Metric metric, double minimumChange)
    {
        using var trainer = Create(metric);
        trainer.EarlyStopping = new EarlyStopping(patience: 4, minimumChange);
        var report = trainer.Fit(Training, Validation, epochs: 400);
        Assert.True(report.WasStopped);
        var best = report.Best!.Validation!.Value;
        Assert.Equal(metric == Metric.Loss
            ? report.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)
            : report.Epochs.OrderByDescending(epoch => epoch.Validation!.Value.Accuracy).ThenBy(epoch => epoch.Validation!.Value.Loss).First(),
            report.Best);
        Assert.Equal(best, trainer.EarlyStopping.Best);
        Assert.Equal(best, trainer.Evaluate(Validation));
        // Of no least improvement it stops later than at the best.
        Assert.True(minimumChange > 0 || report.Best.Epoch == report.Epochs.Count - 4);

        using var other = Create(metric);
        other.EarlyStopping = new EarlyStopping(patience: 4, minimumChange);
        other.Load(trainer.Checkpoints!.Best);
        Assert.Equal((best, report.Best.Epoch), (other.Evaluate(Validation), other.EpochCount));
    }

    [Fact]
    public void TargetValuesHaveNoAccuracyInTheText()
    {
        Assert.Equal("Evaluation { Loss = 0.5 }", new Evaluation(0.5, double.NaN).ToString());
        Assert.Equal("Evaluation { Loss = 0.5, Accuracy = 0.75 }", new Evaluation(0.5, 0.75).ToString());
    }

    /// <summary>The two metrics choose different epochs here, so that a metric that is not read shows.</summary>
    [Fact]
    public void TheMetricDecides()
    {
        // Wrong labels cost more loss the surer the network is, at the same accuracy.
        int[] labels = [.. Enumerable.Range(0, Validation.Count).Select(i => (Validation.Labels[i] + (i % 3 == 0 ? 1 : 0)) % 3)];
        var validation = new Dataset(Validation.Features.ToArray(), labels, 3);
        using var byLoss = Create(Metric.Loss);
        using var byAccuracy = Create(Metric.Accuracy);
        var (first, second) = (byLoss.Fit(Training, validation, epochs: 60), byAccuracy.Fit(Training, validation, epochs: 60));
        Assert.NotEqual(first.Best!.Epoch, second.Best!.Epoch);
        Assert.True(second.Best.Validation!.Value.Accuracy >= first.Best.Validation!.Value.Accuracy);
        Assert.True(second.Best.Validation!.Value.Loss >= first.Best.Validation!.Value.Loss);
    }

    [Theory]
    [InlineData(Metric.Loss)]
    [InlineData(Metric.Accuracy)]
    public void TheBestEpochIsThatOfAllCallsAndOfTheRunThatWasResumed(Metric metric)
    {
        using var whole = Create(metric);
        var expected = whole.Fit(Training, Validation, epochs: 80).Best!;
        using var parts = Create(metric);
        parts.Fit(Training, Validation, epochs: expected.Epoch + 3);
        using var resumed = Create(metric);
        Assert.True(resumed.Resume());
        var report = resumed.Fit(Training, Validation, epochs: 77 - expected.Epoch);
        Assert.DoesNotContain(report.Epochs, epoch => epoch.Epoch == expected.Epoch);
        Assert.Equal(expected with { Elapsed = default }, report.Best! with { Elapsed = default });
        Assert.NotEqual(default, report.Best!.Elapsed);
    }

    [Fact]
    public void WithoutValidationDataTheTrainingDataTell()
    {
        using var trainer = Create(Metric.Loss);
        var report = trainer.Fit(Training, epochs: 5);
        Assert.Equal(report.Epochs.MinBy(epoch => epoch.Training.Loss), report.Best);
        // What was measured on other data is no measure.
        report = trainer.Fit(Training, Validation, epochs: 1);
        Assert.Equal(report.Epochs[0], report.Best);
    }

    [Fact]
    public void OfEqualAccuraciesTheLowerLossIsBetterAndOfEqualResultsTheFirst()
    {
        var best = new BestEpoch();
        Assert.Null(best.Report);
        Assert.False(best.Take(Epoch(1, double.PositiveInfinity, 0.9), Metric.Accuracy));
        Assert.False(best.Take(Epoch(2, 0.1, double.NaN), Metric.Accuracy));
        Assert.True(best.Take(Epoch(3, 0.3, 0.9), Metric.Accuracy));
        Assert.True(best.Take(Epoch(4, 0.2, 0.9), Metric.Accuracy));
        Assert.False(best.Take(Epoch(5, 0.2, 0.9), Metric.Accuracy));
        Assert.False(best.Take(Epoch(6, 0.01, 0.8), Metric.Accuracy));
        Assert.True(best.Take(Epoch(7, 0.01, 0.8), Metric.Loss));
        Assert.Equal(Epoch(7, 0.01, 0.8), best.Report);

        static EpochReport Epoch(int epoch, double loss, double accuracy) =>
            new(epoch, new Evaluation(1, 0), new Evaluation(loss, accuracy), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void TargetValuesHaveNoAccuracy()
    {
        var data = Training.WithOneHotTargets();
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SquaredLoss(), seed: 1);
        trainer.Metric = Metric.Accuracy;
        var error = Assert.Throws<ArgumentException>("training", () => trainer.Fit(data, epochs: 1));
        Assert.StartsWith(
            "Metric is Accuracy, and the training data have target values, which have none. Set Metric to Loss.", error.Message);
        Assert.Equal(0, trainer.Optimizer.StepCount);
        Assert.Throws<ArgumentOutOfRangeException>("Metric", () => trainer.Metric = (Metric)2);
        Assert.Equal(Metric.Accuracy, trainer.Metric);
        trainer.Metric = Metric.Loss;
        Assert.NotNull(trainer.Fit(data, epochs: 1).Best);
    }

    private Trainer Create(Metric metric)
    {
        var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.03), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Metric = metric;
        trainer.Checkpoints = new CheckpointFiles(_file.Folder);
        return trainer;
    }
}
