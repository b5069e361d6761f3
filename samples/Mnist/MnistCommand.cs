using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Samples.Mnist;

/// <summary>The command: trains a network and says how well it reads what it has not seen.</summary>
internal static class MnistCommand
{
    private const int HiddenSize = 128;
    private const double LearningRate = 2e-3;
    private const double LabelSmoothing = 0.1;

    /// <summary>Trains.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="epochs">How many times to go through the training data.</param>
    /// <param name="batchSize">The number of examples of a step.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="seed">Draws the weights and the order of examples.</param>
    /// <param name="cancellationToken">Ends training.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        DirectoryInfo folder, int epochs, int batchSize, int threads, long seed, CancellationToken cancellationToken)
    {
        if (MnistData.Load(folder) is not var (training, test))
            return ExitCode.Failure;
        Console.WriteLine(
            $"{training.FeatureCount} → {HiddenSize} ReLU → {training.ClassCount}; {training.Count:N0} images to learn from, " +
            $"{test.Count:N0} to test on; {epochs} epochs in batches of {batchSize}, threads: {threads}, seed {seed}.");
        var model = new Sequential(
            new Dense(training.FeatureCount, HiddenSize), new Relu(), new Dense(HiddenSize, training.ClassCount));
        using var team = new WorkerTeam(threads);
        using var trainer = Trainer.Create(
            model, new AdamW(LearningRate), new SoftmaxCrossEntropy(LabelSmoothing), seed, new OptimizerOptions { Team = team });
        var stepsOfEpoch = training.GetBatchCount(batchSize);
        var cosine = new Cosine(LearningRate, (int)Math.Min((long)epochs * stepsOfEpoch, int.MaxValue));
        // The rate rises in the first epoch and falls in the others, if there are any.
        trainer.Schedule("LearningRate", epochs > 1 ? cosine.WithWarmUp(stepsOfEpoch) : cosine);

        var report = trainer.Fit(training, null, epochs, batchSize, new EpochLine(), cancellationToken);
        if (report.WasCancelled)
        {
            Console.WriteLine("Stopped.");
            return ExitCode.Cancelled;
        }

        if (report.NonFinite is { } stop)
        {
            Console.Error.WriteLine(stop.Message);
            return ExitCode.Failure;
        }

        Console.WriteLine($"Test accuracy {trainer.Evaluate(test).Accuracy:F4} after {report.Elapsed.TotalSeconds:F1} s of training.");
        Console.WriteLine($"sha256 {trainer.Network.ComputeDigest()}");
        return ExitCode.Success;
    }

    private sealed class EpochLine : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is { } epoch)
                Console.WriteLine($"epoch {epoch.Epoch,3}: training loss {epoch.Training.Loss:F4}, {epoch.Elapsed.TotalSeconds:F2} s");
        }
    }
}
