using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>A run that is saved and goes on elsewhere has the bits of the run that was never interrupted.</summary>
public class TrainerCheckpointTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(160, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(60, seed: 2);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(13)]
    public void ResumingAtAnyStepGivesTheSameBits(int stopAfter)
    {
        AssertResumes(new AdamW(0.01), stopAfter);
        AssertResumes(new Prodigy(), stopAfter);
        AssertResumes(new ScheduleFreeAdamW(0.01), stopAfter);
        AssertResumes(new Lamb(0.01), stopAfter);
        AssertResumes(new AdamW(0.01), stopAfter, new OptimizerOptions
        {
            StateFormat = new BFloat16Format(StorageRounding.Stochastic),
            Seed = 3,
        });
    }

    [Fact]
    public void TheSettingsWithAMemoryResumeToo()
    {
        AssertResumes(new AdamW(0.05), stopAfter: 22, prepare: trainer =>
        {
            trainer.LossScaler = new LossScaler(growthInterval: 3);
            trainer.EarlyStopping = new EarlyStopping(patience: 2);
            trainer.GradientNoise = new GradientNoise();
            trainer.MicroBatchCount = 3;
            trainer.Schedule((AdamW rule, int step) => rule.LearningRate = 0.05 / step);
        });
    }

    [Fact]
    public void ARateThatFallsOnPlateausResumesToo() => AssertResumes(
        new AdamW(0.05), stopAfter: 42,
        prepare: trainer => trainer.Schedule("LearningRate", new ReduceOnPlateau(0.05, factor: 0.5, patience: 0, threshold: 0.3)));

    [Fact]
    public void TheLastAndTheBestAreKept()
    {
        using var file = new TemporaryFile();
        using var trainer = Create(new AdamW(0.05));
        trainer.Checkpoints = new CheckpointFiles(Path.Combine(file.Folder, "run"));
        Assert.False(trainer.Resume());
        var report = trainer.Fit(Training, Validation, epochs: 6);
        Assert.Equal(2, Directory.GetFiles(trainer.Checkpoints.Folder).Length);

        using var last = Create(new AdamW(0.05));
        last.Load(trainer.Checkpoints.Last);
        Assert.Equal((6, trainer.Network.ComputeDigest()), (last.EpochCount, last.Network.ComputeDigest()));
        using var best = Create(new AdamW(0.05));
        best.Load(trainer.Checkpoints.Best);
        Assert.Equal(report.Best!.Epoch, best.EpochCount);
        Assert.Equal(report.Best.Validation, best.Evaluate(Validation));
    }

    /// <summary>Where it ends between the two files, the last state must not know of a best one that there is no file of.</summary>
    [Fact]
    public void TheBestIsSavedBeforeTheLastThatKnowsOfIt()
    {
        using var file = new TemporaryFile();
        using var trainer = Create(new AdamW(0.05));
        trainer.Checkpoints = new CheckpointFiles(file.Folder);
        Directory.CreateDirectory(trainer.Checkpoints.Best);
        Assert.ThrowsAny<Exception>(() => trainer.Fit(Training, Validation, epochs: 1));
        Assert.False(File.Exists(trainer.Checkpoints.Last));
    }

    [Fact]
    public void ANetworkLoadsFromItsFileAndFromACheckpoint()
    {
        using var file = new TemporaryFile();
        using var trainer = Create(new AdamW(0.05));
        trainer.Fit(Training, epochs: 1);
        trainer.Network.Save(file.Path);
        using var network = ToyProblem.Model.Build(seed: 99);
        network.Load(file.Path);
        Assert.Equal(trainer.Network.ComputeDigest(), network.ComputeDigest());

        trainer.Fit(Training, epochs: 1);
        trainer.Save(file.Path);
        network.Load(file.Path);
        Assert.Equal(trainer.Network.ComputeDigest(), network.ComputeDigest());
    }

    [Fact]
    public void PreprocessingGoesWithTheModel()
    {
        using var file = new TemporaryFile();
        using var network = ToyProblem.Model.Build(seed: 1);
        var preprocessing = Preprocessing.Fit(Training, Standardization.Fit, data => MinMaxNormalization.Fit(data));
        network.Save(file.Path, preprocessing);
        using var loaded = ToyProblem.Model.Build(seed: 2);
        loaded.Load(file.Path);
        Assert.Equal(network.ComputeDigest(), loaded.ComputeDigest());
        Assert.Equal(
            preprocessing.Apply(Validation).Features.ToArray(),
            Preprocessing.Load(file.Path).Apply(Validation).Features.ToArray());
        network.Save(file.Path);
        Assert.Throws<InvalidDataException>(() => Preprocessing.Load(file.Path));
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedAndChangesNothing()
    {
        using var file = new TemporaryFile();
        using (var trainer = Create(new AdamW(0.05)))
        {
            trainer.Fit(Training, epochs: 1);
            trainer.Save(file.Path);
        }

        AssertRefused("was saved with the rule 'AdamW' for 'dense1.weight'; it is loaded into 'Lion'", Create(new Lion()));
        AssertRefused(
            "'dense1.weight.exp_avg' in", Create(new AdamW(), new OptimizerOptions { StateFormat = new HalfFormat(StorageRounding.NearestEven) }));
        var early = Create(new AdamW());
        early.EarlyStopping = new EarlyStopping();
        AssertRefused("has no tensor 'early_stopping.has_best'", early);
        AssertRefused(
            "'dense1.weight' in", Trainer.Create(
                new Sequential(new Dense(2, 9), new Dense(9, 3)), new AdamW(), new SoftmaxCrossEntropy(), seed: 1));

        // The first layer is the same.
        AssertRefused(
            "has states of 'dense2.weight', 'dense2.bias', 'dense3.weight', 'dense3.bias'", Trainer.Create(
                new Sequential(ToyProblem.Model.Layers[0]), new AdamW(), new SoftmaxCrossEntropy(), seed: 1));

        // One bit of the data.
        var bytes = File.ReadAllBytes(file.Path);
        bytes[^9] ^= 1;
        File.WriteAllBytes(file.Path, bytes);
        AssertRefused("its data were altered", Create(new AdamW()));
        File.WriteAllBytes(file.Path, bytes[..^8]);
        AssertRefused("is no valid safetensors file", Create(new AdamW()));

        void AssertRefused(string message, Trainer trainer)
        {
            using (trainer)
            {
                var before = (trainer.Network.ComputeDigest(), trainer.Optimizer.StepCount);
                var error = Assert.Throws<InvalidDataException>(() => trainer.Load(file.Path));
                Assert.Contains(message, error.Message, StringComparison.Ordinal);
                Assert.Equal(before, (trainer.Network.ComputeDigest(), trainer.Optimizer.StepCount));
                trainer.Fit(Training, Validation, epochs: 1);
            }
        }
    }

    [Fact]
    public void ANumberOutOfRangeIsRefusedAndNoOtherIsSet()
    {
        using var file = new TemporaryFile();
        var (first, second) = (1L, 2L);
        new Checkpoint().Add("first", () => 5L, _ => { }).Add("second", () => -1L, _ => { }).Save(file.Path);
        var checkpoint = new Checkpoint().Add("first", () => first, value => first = value).Add(
            "second", () => second, value =>
            {
                ArgumentOutOfRangeException.ThrowIfNegative(value);
                second = value;
            });
        Assert.Throws<ArgumentOutOfRangeException>(() => checkpoint.Load(file.Path));
        Assert.Equal((1, 2), (first, second));
        Assert.Throws<ArgumentException>(() => checkpoint.Add("first", () => 0L, _ => { }));
    }

    [Fact]
    public void WhatProgressSavesIsWhereTrainingContinues()
    {
        using var file = new TemporaryFile();
        using var trainer = Create(new AdamW(0.05));
        var saves = 0;
        trainer.Fit(Training, epochs: 2, batchSize: 40, progress: new Stopper(() =>
        {
            if (trainer.Optimizer.StepCount == 3 && saves++ == 0)
                trainer.Save(file.Path);
        }));
        using var resumed = Create(new AdamW(0.05));
        resumed.Load(file.Path);
        Assert.Equal(3, resumed.Optimizer.StepCount);
        resumed.Fit(Training, epochs: 2, batchSize: 40);
        Assert.Equal(trainer.Network.ComputeDigest(), resumed.Network.ComputeDigest());
    }

    private static void AssertResumes(
        IUpdateRule rule, int stopAfter, OptimizerOptions? options = null, Action<Trainer>? prepare = null)
    {
        using var file = new TemporaryFile();
        using var whole = Create(rule, options);
        prepare?.Invoke(whole);
        var expected = whole.Fit(Training, Validation, epochs: 12);

        using (var interrupted = Create(rule, options))
        {
            prepare?.Invoke(interrupted);
            using var cancellation = new CancellationTokenSource();
            var stop = new Stopper(() =>
            {
                if (interrupted.Optimizer.StepCount >= stopAfter)
                    cancellation.Cancel();
            });
            interrupted.Fit(Training, Validation, epochs: 12, progress: stop, cancellationToken: cancellation.Token);
            Assert.Equal(stopAfter, interrupted.Optimizer.StepCount);
            interrupted.Save(file.Path);
        }

        using var resumed = Create(rule, options);
        prepare?.Invoke(resumed);
        resumed.Load(file.Path);
        Assert.Equal(stopAfter, resumed.Optimizer.StepCount);
        var rest = resumed.Fit(Training, Validation, epochs: 12 - resumed.EpochCount);
        Assert.Equal(whole.Network.ComputeDigest(), resumed.Network.ComputeDigest());
        Assert.Equal(expected.Epochs[^1] with { Elapsed = default }, rest.Epochs[^1] with { Elapsed = default });
        Assert.Equal(expected.WasStopped, rest.WasStopped);
    }

    private static Trainer Create(IUpdateRule rule, OptimizerOptions? options = null) =>
        Trainer.Create(ToyProblem.Model, rule, new SoftmaxCrossEntropy(), seed: 5, options: options);

    private sealed class Stopper(Action look) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => look();
    }
}
