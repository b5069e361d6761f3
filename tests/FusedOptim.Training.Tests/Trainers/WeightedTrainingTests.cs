using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Training and evaluation by losses that weigh or ignore examples.</summary>
public class WeightedTrainingTests
{
    private static readonly Dataset Spirals = ToyProblem.Spirals(40, seed: 1);
    private static readonly Dataset Partial = WithIgnored(Spirals, every: 4);

    public static TheoryData<SoftmaxCrossEntropy> Losses => new(
        new SoftmaxCrossEntropy(ignoredLabel: -1), new SoftmaxCrossEntropy(0.1, [0.2, 1, 5], -1),
        new SoftmaxCrossEntropy(0, [0, 1, 5], -1));

    /// <summary>Batches of 256 examples have different weights.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void AnEvaluationIsTheWeightedMeanOfAllExamples(SoftmaxCrossEntropy loss)
    {
        var data = WithIgnored(ToyProblem.Spirals(200, seed: 3), every: 3);
        using var network = ToyProblem.Model.Build(seed: 1);
        var evaluation = Evaluation.Compute(network, loss, data);
        Assert.Equal(loss.Evaluate(network.Predict(data.Features), data.Labels), evaluation.Loss, 1e-12);
        var classes = new int[data.Count];
        network.Classify(data.Features, classes);
        var counted = Enumerable.Range(0, data.Count).Where(row => data.Labels[row] != -1).ToArray();
        Assert.Equal(
            counted.Count(row => classes[row] == data.Labels[row]) / (double)counted.Length, evaluation.Accuracy);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void PartsOfABatchHaveTheGradientOfTheBatch(SoftmaxCrossEntropy loss)
    {
        var (whole, wholeReport) = Fit(loss, microBatches: 1);
        var (parts, partsReport) = Fit(loss, microBatches: 5);
        Assert.Equal(wholeReport.Epochs[0].Training.Loss, partsReport.Epochs[0].Training.Loss, 1e-6);
        Assert.Equal(wholeReport.Epochs[0].Training.Accuracy, partsReport.Epochs[0].Training.Accuracy);
        for (var i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i], parts[i], 1e-6f);

        static (float[] Weights, TrainingReport Report) Fit(Loss loss, int microBatches)
        {
            using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.5), loss, seed: 1);
            trainer.MicroBatchCount = microBatches;
            var report = trainer.Fit(Partial, epochs: 1, batchSize: Partial.Count);
            return ([.. trainer.Network.Parameters.SelectMany(parameter => parameter.Values.ToArray())], report);
        }
    }

    /// <summary>One example per batch: the mean of the epoch must weigh the batches.</summary>
    [Fact]
    public void TheLossOfAnEpochIsTheWeightedMeanOfItsBatches()
    {
        var loss = new SoftmaxCrossEntropy(0, [1, 2, 10], -1);
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(LearningRate: 1e-30), loss, seed: 1);
        var report = trainer.Fit(Partial, epochs: 1, batchSize: 1);
        Assert.Null(report.NonFinite);
        Assert.Equal(trainer.Evaluate(Partial).Loss, report.Epochs[0].Training.Loss, 1e-12);
        Assert.Equal(trainer.Evaluate(Partial).Accuracy, report.Epochs[0].Training.Accuracy);
    }

    [Fact]
    public void AnEpochThatWasCutShortGoesOnWithTheWeightOfItsLosses()
    {
        using var file = new TemporaryFile();
        var expected = Fit(trainer => trainer.Fit(Partial, epochs: 1, batchSize: 7));
        var resumed = Fit(trainer =>
        {
            using var source = new CancellationTokenSource();
            using var first = Make();
            first.Fit(
                Partial, epochs: 1, batchSize: 7, progress: new Stop(source, afterBatches: 5), cancellationToken: source.Token);
            first.Save(file.Path);
            trainer.Load(file.Path);
            return trainer.Fit(Partial, epochs: 1, batchSize: 7);
        });
        Assert.Equal(expected, resumed);

        static Trainer Make() =>
            Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(0, [1, 2, 10], -1), seed: 1);

        static Evaluation Fit(Func<Trainer, TrainingReport> fit)
        {
            using var trainer = Make();
            return fit(trainer).Epochs[0].Training;
        }
    }

    [Fact]
    public void ALossThatWeighsNothingTrainsToTheSameBits()
    {
        Assert.Equal(Digest(new SoftmaxCrossEntropy(0.1), Spirals), Digest(new SoftmaxCrossEntropy(0.1, ignoredLabel: -1), Spirals));

        static string Digest(Loss loss, Dataset data)
        {
            using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), loss, seed: 1);
            trainer.MicroBatchCount = 3;
            trainer.Fit(data, epochs: 2);
            return trainer.Network.ComputeDigest();
        }
    }

    [Fact]
    public void IgnoredLabelsThatTheLossDoesNotIgnoreAreRefused()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        var message = "The data set ignores the label -1, and the loss does not. Use new SoftmaxCrossEntropy(ignoredLabel: -1), or " +
            "select the examples that have a class.";
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("training", () => trainer.Fit(Partial)).Message);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("validation", () => trainer.Fit(Spirals, Partial)).Message);
        Assert.StartsWith(message, Assert.Throws<ArgumentException>("dataset", () => trainer.Evaluate(Partial)).Message);
        Assert.Equal(0, trainer.EpochCount);
    }

    [Fact]
    public void WeightsForAnotherNumberOfClassesAreRefusedWhereTheTrainerIsMade()
    {
        var loss = new SoftmaxCrossEntropy(classWeights: [1, 2]);
        var error = Assert.Throws<ArgumentException>("loss", () => Trainer.Create(ToyProblem.Model, new AdamW(), loss, seed: 1));
        Assert.StartsWith("SoftmaxCrossEntropy has 2 class weights; it must have 3, one for each output.", error.Message);
        using var network = ToyProblem.Model.Build(seed: 1);
        Assert.Throws<ArgumentException>("loss", () => Evaluation.Compute(network, loss, Spirals));
    }

    [Fact]
    public void IgnoredLabelsStayWithTheirData()
    {
        Assert.Equal((3, -1), (Partial.ClassCount, Partial.IgnoredLabel));
        Assert.Equal(-1, Partial.Select([0, 1]).IgnoredLabel);
        Assert.Equal(-1, Partial.WithFeatures(Partial.Features.ToArray()).IgnoredLabel);
        var (first, second) = Partial.SplitStratified(0.5, seed: 1);
        Assert.Equal(first.Labels.Count(-1), second.Labels.Count(-1));
        var error = Assert.Throws<InvalidOperationException>(() => Partial.WithOneHotTargets());
        Assert.StartsWith("Row 0 has the ignored label -1, which has no target values.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset([1, 2], [0, -1]));
        Assert.Equal(2, new Dataset([1, 2], [1, 255], ignoredLabel: 255).ClassCount);
    }

    [Fact]
    public void ADataSetInWhichNothingCountsHasNoMean()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        var nothing = new Dataset([1, 2], [-1], classCount: 3, ignoredLabel: -1);
        var evaluation = Evaluation.Compute(network, new SoftmaxCrossEntropy(ignoredLabel: -1), nothing);
        Assert.Equal((double.NaN, double.NaN), (evaluation.Loss, evaluation.Accuracy));
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(ignoredLabel: -1), seed: 1);
        var error = Assert.Throws<ArgumentException>("training", () => trainer.Fit(nothing));
        Assert.StartsWith("No example of the training data counts:", error.Message);
    }

    /// <summary>Nine of ten batches have ignored examples alone: the loss of the epoch is that of the tenth.</summary>
    [Fact]
    public void BatchesInWhichNothingCountsDoNotEndTraining()
    {
        var data = new Dataset(Spirals.Features.ToArray(), [1, .. Enumerable.Repeat(-1, 39)], classCount: 3, ignoredLabel: -1);
        using var trainer = Trainer.Create(
            ToyProblem.Model, new Sgd(LearningRate: 1e-30), new SoftmaxCrossEntropy(ignoredLabel: -1), seed: 1);
        trainer.MicroBatchCount = 2;
        var report = trainer.Fit(data, epochs: 1, batchSize: 4);
        Assert.Null(report.NonFinite);
        Assert.Equal(10, trainer.Optimizer.StepCount);
        Assert.Equal(trainer.Evaluate(data).Loss, report.Epochs[0].Training.Loss, 1e-12);
    }

    private static Dataset WithIgnored(Dataset data, int every)
    {
        var labels = data.Labels.ToArray();
        for (var row = 0; row < labels.Length; row += every)
            labels[row] = -1;
        return new Dataset(data.Features.ToArray(), labels, data.ClassCount, ignoredLabel: -1);
    }

    private sealed class Stop(CancellationTokenSource source, int afterBatches) : IProgress<TrainingProgress>
    {
        private int _batches;

        public void Report(TrainingProgress value)
        {
            if (++_batches == afterBatches)
                source.Cancel();
        }
    }
}
