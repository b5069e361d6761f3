using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

public class TrainerTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(600, seed: 1);
    private static readonly Dataset Validation = ToyProblem.Spirals(300, seed: 2);

    [Fact]
    public void LearnsWhatNoLineParts()
    {
        using var trainer = Create(seed: 1);
        Assert.True(trainer.Evaluate(Validation).Accuracy < 0.6);
        var report = trainer.Fit(Training, Validation, epochs: 60, batchSize: 32);
        Assert.True(report.Epochs[^1].Validation!.Value.Accuracy > 0.97, $"{report.Epochs[^1]}");
        Assert.True(report.Epochs[^1].Training.Loss < 0.1 * report.Epochs[0].Training.Loss);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void ThreadsDoNotChangeABit(int threads)
    {
        using var one = new WorkerTeam(1);
        using var several = new WorkerTeam(threads);
        // Large enough that matrix products are shared.
        var model = new Sequential(new Dense(2, 300), new Relu(), new Dense(300, 70), new Logistic(), new Dense(70, 3));
        Assert.Equal(Digest(one), Digest(several));

        string Digest(WorkerTeam team)
        {
            using var trainer = Trainer.Create(model, new AdamW(), new SoftmaxCrossEntropy(0.05), seed: 5, new OptimizerOptions { Team = team });
            trainer.MaximumNorm = 0.5;
            trainer.Fit(Training, epochs: 2, batchSize: 100);
            return trainer.Network.ComputeDigest();
        }
    }

    [Fact]
    public void TheSeedDeterminesTheRun()
    {
        Assert.Equal(Digest(1), Digest(1));
        Assert.NotEqual(Digest(1), Digest(2));

        static string Digest(long seed)
        {
            using var trainer = Create(seed);
            trainer.Fit(Training, Validation, epochs: 2);
            return trainer.Network.ComputeDigest();
        }
    }

    [Fact]
    public void TwoCallsOfFitAreOneOfTheirLength()
    {
        using var once = Create(seed: 3);
        using var twice = Create(seed: 3);
        var report = once.Fit(Training, Validation, epochs: 3);
        twice.Fit(Training, Validation, epochs: 1);
        var rest = twice.Fit(Training, Validation, epochs: 2);
        Assert.Equal(once.Network.ComputeDigest(), twice.Network.ComputeDigest());
        Assert.Equal([2, 3], rest.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(report.Epochs[^1].Training, rest.Epochs[^1].Training);
        Assert.Equal(3, twice.EpochCount);
    }

    [Fact]
    public void TheLoopByHandIsTheTrainer()
    {
        using var trainer = Create(seed: 4);
        trainer.Fit(Training, epochs: 2, batchSize: 64);

        using var network = ToyProblem.Model.Build(seed: 4);
        using var optimizer = Optimizer.Create(network.Parameters, new AdamW(LearningRate: 0.01));
        var loss = new SoftmaxCrossEntropy();
        var batches = Training.GetBatches(64, seed: 4);
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            foreach (var batch in batches.GetEpoch(epoch))
            {
                var outputs = network.Forward(batch.Features);
                loss.Evaluate(outputs, batch.Labels, network.OutputGradients);
                network.Backward();
                optimizer.Step(new StepOptions { ZeroGradients = true });
            }
        }

        Assert.Equal(trainer.Network.ComputeDigest(), network.ComputeDigest());
    }

    [Fact]
    public void TheLoopByHandTrainsInDouble()
    {
        using var network = ToyProblem.Model.Build<double>(seed: 4);
        using var optimizer = Optimizer.Create(network.Parameters, new AdamW(LearningRate: 0.01));
        var loss = new SoftmaxCrossEntropy();
        double[] inputs = [.. Training.Features.ToArray()];
        double Step()
        {
            var value = loss.Evaluate(network.Forward(inputs), Training.Labels, network.OutputGradients);
            network.Backward();
            optimizer.Step(new StepOptions { ZeroGradients = true });
            return value;
        }

        var first = Step();
        for (var i = 0; i < 200; i++)
            Step();
        Assert.True(Step() < 0.5 * first);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        // Several times: a collection that another test causes counts for a batch (see AllocatedBytes).
        var least = Enumerable.Repeat(long.MaxValue, 2 * 11).ToArray();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var trainer = Create(seed: 1, team);
            trainer.MaximumNorm = 1;
            trainer.Schedule((AdamW rule, int step) => rule.LearningRate = 0.01 / step);
            var recorder = new AllocationRecorder();
            trainer.Fit(Training, Validation, epochs: 3, batchSize: 50, recorder);
            // From one batch to the next, within epochs after the first, whose batches find all memory in place.
            Assert.Equal(2 * 11, recorder.BytesPerBatch.Count);
            least = [.. least.Zip(recorder.BytesPerBatch, Math.Min)];
        }

        Assert.All(least, bytes => Assert.Equal(0, bytes));
    }

    [Fact]
    public void ProgressTellsOfBatchesAndEpochs()
    {
        var reports = new List<TrainingProgress>();
        using var trainer = Create(seed: 1);
        var report = trainer.Fit(Training, Validation, epochs: 2, batchSize: 250, new Recorder(reports.Add));
        Assert.Equal(
            [
                (1, 1, false), (1, 2, false), (1, 3, false), (1, 3, true),
                (2, 1, false), (2, 2, false), (2, 3, false), (2, 3, true),
            ],
            reports.Select(progress => (progress.Epoch, progress.Batch, progress.Completed is not null)));
        Assert.All(reports, progress => Assert.Equal((2, 3), (progress.LastEpoch, progress.BatchCount)));
        Assert.Equal(report.Epochs, reports.Select(progress => progress.Completed).OfType<EpochReport>());
        Assert.Equal(report.Epochs[0].Training, reports[2].Training);
        Assert.Equal(report.Epochs[1].Validation, trainer.Evaluate(Validation));
    }

    [Fact]
    public void CancellingKeepsWhatWasLearned()
    {
        using var cancellation = new CancellationTokenSource();
        using var trainer = Create(seed: 6);
        var report = trainer.Fit(
            Training, Validation, epochs: 10, batchSize: 100,
            new Recorder(progress =>
            {
                if (progress is { Epoch: 3, Batch: 2 })
                    cancellation.Cancel();
            }),
            cancellation.Token);
        Assert.True(report.WasCancelled);
        Assert.Equal(2, report.Epochs.Count);
        Assert.Equal((2, 14), (trainer.EpochCount, trainer.Optimizer.StepCount));
        Assert.False(trainer.Fit(Training, epochs: 1, batchSize: 100).WasCancelled);
    }

    [Fact]
    public void ARuleForEachParameterAndNullToFreeze()
    {
        using var trainer = Trainer.Create(
            ToyProblem.Model, parameter => parameter.Kind == ParameterKind.Weight ? new Sgd(0.1) : null,
            new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(Training, epochs: 1);
        Assert.All(trainer.Network.Parameters["dense1.bias"].Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void RefusesDataThatDoNotFit()
    {
        using var trainer = Create(seed: 1);
        var before = trainer.Network.ComputeDigest();
        AssertRefused("The data have 3 features; the network takes 2.", () => trainer.Fit(new Dataset([1, 2, 3], [0])));
        AssertRefused(
            "The data have 4 classes; the network has 3 outputs.",
            () => trainer.Fit(new Dataset([1, 2], [3])));
        AssertRefused("The data have 3 features", () => trainer.Fit(Training, new Dataset([1, 2, 3], [0])));
        AssertRefused("epochs is -1; it must be at least 0.", () => trainer.Fit(Training, epochs: -1));
        AssertRefused("batchSize is 0; it must be at least 1.", () => trainer.Fit(Training, batchSize: 0));
        AssertRefused("MaximumNorm is 0; it must be greater than 0", () => trainer.MaximumNorm = 0);
        AssertRefused("MaximumNorm is NaN; it must be greater than 0", () => trainer.MaximumNorm = double.NaN);
        AssertRefused(
            "The validation data have target values, the training data labels; both must have the same.",
            () => trainer.Fit(Training, Validation.WithOneHotTargets()));
        Assert.Throws<ArgumentNullException>(() => trainer.Fit(null!));
        using var folder = new TemporaryFile();
        trainer.Checkpoints = new CheckpointFiles(folder.Path);
        AssertRefused("batchSize is 0; it must be at least 1.", () => trainer.Fit(Training, batchSize: 0));
        Assert.False(Directory.Exists(folder.Path));
        Assert.Equal(before, trainer.Network.ComputeDigest());

        static void AssertRefused(string message, Action action) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(action).Message);
    }

    [Fact]
    public void TheTeamOfTheOptionsComputes()
    {
        using var team = new WorkerTeam(1);
        using var trainer = Trainer.Create(
            ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1, options: new OptimizerOptions { Team = team });
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Training, epochs: 1));
    }

    [Fact]
    public void AReportIsReadable()
    {
        var evaluation = new Evaluation(0.5, 0.75);
        var report = new TrainingReport([new(1, evaluation, null, TimeSpan.FromSeconds(1.5))], WasCancelled: false, TimeSpan.FromSeconds(2))
        {
            Best = new(1, evaluation, null, TimeSpan.FromSeconds(1.5)),
            Warnings = ["first", "second"],
        };
        Assert.Equal(
            "TrainingReport { Epochs = 1, Best = EpochReport { Epoch = 1, Training = Evaluation { Loss = 0.5, Accuracy = 0.75 }, " +
            "Validation = , Elapsed = 00:00:01.5000000 }, WasStopped = False, WasCancelled = False, Elapsed = 00:00:02, Warnings = 2 }",
            report.ToString());
    }

    private static Trainer Create(long seed, WorkerTeam? team = null) =>
        Trainer.Create(ToyProblem.Model, new AdamW(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed, new OptimizerOptions { Team = team });

    private sealed class Recorder(Action<TrainingProgress> record) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => record(value);
    }

    private sealed class AllocationRecorder : IProgress<TrainingProgress>
    {
        private long _before;

        public List<long> BytesPerBatch { get; } = new(capacity: 1000);

        public void Report(TrainingProgress value)
        {
            var now = GC.GetAllocatedBytesForCurrentThread();
            if (value is { Epoch: > 1, Batch: > 1, Completed: null })
                BytesPerBatch.Add(now - _before);
            _before = now;
        }
    }
}
