using FusedOptim.Execution;
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
    private const double LabelSmoothing = 0.1;
    private const long SplitSeed = 7;

    /// <summary>Trains.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="rule">The optimizer, with the greatest learning rate.</param>
    /// <param name="epochs">How many times to go through the training data.</param>
    /// <param name="batchSize">The number of examples of a step.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="seed">Draws the weights and the order of examples.</param>
    /// <param name="validationCount">How many training images are kept aside to be read after each epoch; 0 for none.</param>
    /// <param name="cancellationToken">Ends training.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        DirectoryInfo folder, IUpdateRule rule, int epochs, int batchSize, int threads, long seed, int validationCount,
        CancellationToken cancellationToken)
    {
        if (MnistData.Load(folder) is not var (training, test))
            return ExitCode.Failure;
        Dataset? validation = null;
        if (validationCount >= training.Count)
        {
            Console.Error.WriteLine($"--validation is {validationCount}; there are {training.Count} training images, and one at least must be learned from.");
            return ExitCode.Failure;
        }

        if (validationCount > 0)
            (validation, training) = training.SplitStratified((double)validationCount / training.Count, SplitSeed);
        var rate = rule.GetHyperparameter(0);
        Console.WriteLine(
            $"{training.FeatureCount} → {HiddenSize} ReLU → {training.ClassCount}; {training.Count:N0} images to learn from, " +
            $"{test.Count:N0} to test on; {epochs} {(epochs == 1 ? "epoch" : "epochs")} in batches of {batchSize}, threads: {threads}, seed {seed}.");
        Console.WriteLine($"{rule.Schema.Name} with rates up to {rate:G4}.");
        var model = new Sequential(
            new Dense(training.FeatureCount, HiddenSize), new Relu(), new Dense(HiddenSize, training.ClassCount));
        using var team = new WorkerTeam(threads);
        using var trainer = Trainer.Create(
            model, rule, new SoftmaxCrossEntropy(LabelSmoothing), seed, new OptimizerOptions { Team = team });
        var stepsOfEpoch = training.GetBatchCount(batchSize);
        var cosine = new Cosine(rate, (int)Math.Min((long)epochs * stepsOfEpoch, int.MaxValue));
        // The rate rises in the first epoch and falls in the others, if there are any.
        trainer.Schedule(rule.Schema.Hyperparameters[0].Name, epochs > 1 ? cosine.WithWarmUp(stepsOfEpoch) : cosine);

        var report = trainer.Fit(training, validation, epochs, batchSize, TrainingProgress.To(Print), cancellationToken);
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

        var curve = new ValidationCurve([.. report.Epochs.Select(epoch => (epoch.Validation ?? epoch.Training).Accuracy)]);
        Console.WriteLine($"{(validation is null ? "training" : "validation")} accuracy by epoch {curve.Draw()}");
        Console.WriteLine($"Test accuracy {trainer.Evaluate(test).Accuracy:F4} after {report.Elapsed.TotalSeconds:F1} s of training.");
        Console.WriteLine($"sha256 {trainer.Network.ComputeDigest()}");
        return ExitCode.Success;
    }

    private static void Print(TrainingProgress progress)
    {
        if (progress.Completed is not { } epoch)
            return;
        var validated = epoch.Validation is { } validation ? $", validation accuracy {validation.Accuracy:F4}" : "";
        Console.WriteLine(
            $"epoch {epoch.Epoch,3}: training loss {epoch.Training.Loss:F4}, accuracy {epoch.Training.Accuracy:F4}{validated}, " +
            $"{epoch.Elapsed.TotalSeconds:F2} s");
    }
}
