using FusedOptim.Rules;
using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class TrainerWatchingTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(160, seed: 1);

    /// <summary>Once, and where it stops.</summary>
    [Fact]
    public void ALossThatIsNotFiniteNamesTheLayer()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Network.Parameters["dense2.bias"].Values[3] = float.NaN;
        var seen = new List<string>();
        var report = trainer.Fit(Training, epochs: 50, progress: new Recorder(progress => seen.AddRange(progress.Warnings)));
        Assert.Equal(report.Warnings, seen);
        Assert.StartsWith("Step 1: the loss is NaN.", Assert.Single(report.Warnings), StringComparison.Ordinal);
        Assert.Contains("'dense2'", report.Warnings[0], StringComparison.Ordinal);
    }

    /// <summary>There is no report of a call that an exception ends: the exception has what watchers found, and is itself.</summary>
    [Fact]
    public void AnExceptionHasWhatWatchersFound()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Watch(new StepWatcher(), everySteps: 1);
        var thrown = new TimeoutException("No rate.");
        trainer.Schedule((_, _) => throw thrown);
        var error = Assert.Throws<TimeoutException>(() => trainer.Fit(Training, epochs: 1));
        Assert.Same(thrown, error);
        Assert.Equal("No rate.", error.Message);
        Assert.Equal("at 1", error.Data["Warnings"]);
    }

    /// <summary>Steps that are skipped have one number, and one message.</summary>
    [Fact]
    public void AReportSaysNothingTwice()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        trainer.SkipNonFinite = true;
        trainer.Network.Parameters["dense2.bias"].Values[3] = float.NaN;
        Assert.Single(trainer.Fit(Training, epochs: 3).Warnings);
    }

    [Fact]
    public void WatchersLookAtTheirInterval()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        var watcher = new StepWatcher();
        trainer.Watch(watcher, everySteps: 4);
        var report = trainer.Fit(Training, epochs: 2);
        Assert.Equal([1, 5, 9], watcher.Steps);
        Assert.Equal(["at 1", "at 5", "at 9"], report.Warnings);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Watch(watcher, everySteps: 0));
    }

    [Fact]
    public void WeightsThatAreAllZeroAreWarnedOf()
    {
        var model = new Sequential(
            new Dense(2, 9, weight: Initializer.Zeros), new Tanh(), new Dense(9, 3, weight: Initializer.Zeros));
        using var trainer = Trainer.Create(model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
        Assert.Contains(trainer.Fit(Training, epochs: 1).Warnings, message => message.Contains("dense1.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void AugmentationChangesTrainingAloneAndAnewInEachEpoch()
    {
        Assert.NotEqual(Digest(new GaussianNoise(0.1)), Digest(null));
        Assert.Equal(Digest(new GaussianNoise(0.1)), Digest(new GaussianNoise(0.1)));
        var batches = Training.GetBatches(160, seed: 1, new GaussianNoise(0.1));
        Assert.NotEqual(Sorted(batches, 1), Sorted(batches, 2));
        Assert.Equal(Sorted(batches, 1), Sorted(batches, 1));

        static string Digest(Augmentation? augmentation)
        {
            using var trainer = Trainer.Create(ToyProblem.Model, new Sgd(0.1), new SoftmaxCrossEntropy(), seed: 1);
            trainer.Augmentation = augmentation;
            trainer.Fit(Training, epochs: 2);
            return trainer.Network.ComputeDigest();
        }

        static float[] Sorted(MiniBatches batches, int epoch)
        {
            foreach (var batch in batches.GetEpoch(epoch))
                return [.. batch.Features.ToArray().Order()];
            return [];
        }
    }

    private sealed class StepWatcher : Watcher
    {
        public List<int> Steps { get; } = [];

        public override IReadOnlyList<string> Look(Network<float> network, double loss, int step)
        {
            Assert.True(network.Parameters.ComputeGradientNorm() > 0);
            Steps.Add(step);
            return [$"at {step}"];
        }
    }

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }
}
