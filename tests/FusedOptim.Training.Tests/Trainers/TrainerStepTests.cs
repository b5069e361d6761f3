using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>What the trainer does between backpropagation and the step.</summary>
public class TrainerStepTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(300, seed: 1);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(1000)]
    public void MicroBatchesGiveWhatTheBatchGives(int parts)
    {
        using var whole = Create(null);
        using var cut = Create(null);
        cut.MicroBatchCount = parts;

        // 300 examples: the last batch has 12, and 7 parts of 32 differ.
        var expected = whole.Fit(Training, epochs: 3, batchSize: 32).Epochs[^1].Training;
        var actual = cut.Fit(Training, epochs: 3, batchSize: 32).Epochs[^1].Training;

        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        Assert.Equal(whole.Optimizer.StepCount, cut.Optimizer.StepCount);
        foreach (var (parameter, other) in whole.Network.Parameters.Zip(cut.Network.Parameters))
        {
            Assert.Equal(
                parameter.Values.ToArray(), other.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        }
    }

    [Fact]
    public void MicroBatchesHaveTheSameBitsWithAnyNumberOfThreads()
    {
        var expected = Digest(1);
        Assert.Equal(expected, Digest(1));
        Assert.Equal(expected, Digest(2));
        Assert.Equal(expected, Digest(5));

        static string Digest(int threads)
        {
            using var team = new WorkerTeam(threads);
            using var trainer = Create(team);
            trainer.MicroBatchCount = 3;
            trainer.MaximumNorm = 0.5;
            trainer.SkipNonFinite = true;
            trainer.Fit(Training, epochs: 2, batchSize: 100);
            return trainer.Network.ComputeDigest();
        }
    }

    [Fact]
    public void AScaledLossHasTheBitsOfAnUnscaledOne()
    {
        // Powers of two cancel exactly.
        Assert.Equal(Digest(null), Digest(new LossScaler(growthInterval: 5)));

        static string Digest(LossScaler? scaler)
        {
            using var trainer = Create(null);
            trainer.LossScaler = scaler;
            trainer.MaximumNorm = 0.5;
            trainer.Fit(Training, epochs: 2, batchSize: 100);
            Assert.Equal(0, trainer.Optimizer.SkippedStepCount);
            return trainer.Network.ComputeDigest();
        }
    }

    [Fact]
    public void AScaleThatOverflowsIsSkippedUntilItFits()
    {
        using var trainer = Create(null);
        var scaler = trainer.LossScaler = new LossScaler(initialScale: Math.ScaleB(1, 127), growthInterval: 10_000);
        // Derivatives by the weights of the first layer are as large.
        float[] large = [.. Training.Features.ToArray().Select(feature => 1e4f * feature)];

        trainer.Fit(new Dataset(large, Training.Labels.ToArray()), epochs: 3, batchSize: 30);

        Assert.InRange(trainer.Optimizer.SkippedStepCount, 1, 29);
        Assert.Equal(Math.ScaleB(1, 127 - trainer.Optimizer.SkippedStepCount), scaler.Scale);
        Assert.Equal(30, trainer.Optimizer.StepCount + trainer.Optimizer.SkippedStepCount);
        Assert.All(
            trainer.Network.Parameters.SelectMany(p => p.Values.ToArray()), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void GradientsOfFrozenParametersDoNotCount()
    {
        Assert.Equal(Digest(clearFrozen: false), Digest(clearFrozen: true));

        static string Digest(bool clearFrozen)
        {
            using var trainer = Trainer.Create(
                ToyProblem.Model, p => p.Name.StartsWith("dense1", StringComparison.Ordinal) ? null : new Sgd(0.1),
                new SoftmaxCrossEntropy(), seed: 1);
            trainer.MaximumNorm = 0.01;
            // Once, after the first batch: what the frozen layer gets must not pile up.
            trainer.Fit(Training, epochs: 2, batchSize: 100, progress: new Recorder(() =>
            {
                if (clearFrozen)
                    trainer.Network.Parameters.ZeroGradients();
            }));
            return trainer.Network.ComputeDigest();
        }
    }

    /// <summary>Gradients and sums that a call added before it stopped at NaN do not count any more.</summary>
    [Fact]
    public void AfterAStepThatWasRefusedTrainingGoesOnAsIfItHadNotBeen()
    {
        using var expected = Create(null);
        using var trainer = Create(null);
        expected.MaximumNorm = trainer.MaximumNorm = 1;
        var bias = trainer.Network.Parameters["dense2.bias"];
        var value = bias.Values[3];
        bias.Values[3] = float.NaN;
        Assert.True(trainer.Fit(Training, epochs: 1).WasStopped);
        bias.Values[3] = value;

        var report = trainer.Fit(Training, epochs: 1);

        Assert.Equal(expected.Fit(Training, epochs: 1).Epochs[0].Training, report.Epochs[0].Training);
        Assert.Equal(expected.Network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    [Fact]
    public void RefusesLessThanOneMicroBatch()
    {
        using var trainer = Create(null);
        Assert.StartsWith(
            "MicroBatchCount is 0; it must be at least 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.MicroBatchCount = 0).Message);
        Assert.Equal(1, trainer.MicroBatchCount);
    }

    private static Trainer Create(WorkerTeam? team) => Trainer.Create(
        ToyProblem.Model, new AdamW(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed: 1, new OptimizerOptions { Team = team });

    private sealed class Recorder(Action afterBatch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => afterBatch();
    }
}
