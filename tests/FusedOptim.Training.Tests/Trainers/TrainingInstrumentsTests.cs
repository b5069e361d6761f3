using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The instruments of training, and those of its steps.</summary>
public sealed class TrainingInstrumentsTests
{
    [Fact]
    public void FittingRecordsTheDurationTheExamplesAndTheLossOfEachBatch()
    {
        using var measurements = new Measurements("FusedOptim.Training");
        using var steps = new Measurements("FusedOptim");
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        var losses = new List<double>();

        trainer.Fit(
            ToyProblem.Spirals(100, seed: 1), epochs: 2, batchSize: 32, progress: new Told(progress =>
            {
                if (progress.Completed is null)
                    losses.Add(progress.BatchLoss);
            }));

        Assert.Equal([32, 32, 32, 4, 32, 32, 32, 4], measurements.Of("fusedoptim.training.examples"));
        Assert.Equal(losses, measurements.Of("fusedoptim.training.loss"));
        var batches = measurements.Of("fusedoptim.training.batch.duration").ToList();
        var durations = steps.Of("fusedoptim.step.duration").ToList();
        Assert.Equal((8, 8), (batches.Count, durations.Count));
        Assert.All(batches.Zip(durations), pair => Assert.True(pair.First >= pair.Second, "A batch contains its step."));
        Assert.Equal(8, steps.Of("fusedoptim.gradient.norm").Count());
    }

    [Fact]
    public void ABatchThatEndsTrainingIsNotRecorded()
    {
        using var measurements = new Measurements("FusedOptim.Training");
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Network.Parameters[0].Values[0] = float.NaN;

        Assert.NotNull(trainer.Fit(ToyProblem.Spirals(64, seed: 1), epochs: 1).NonFinite);

        Assert.Empty(measurements.Of("fusedoptim.training.examples"));
        Assert.Empty(measurements.Of("fusedoptim.training.batch.duration"));
    }

    // On the thread that trains.
    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
