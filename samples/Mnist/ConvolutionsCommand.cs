using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Data.Images;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Samples.Mnist;

/// <summary>
/// The command that trains a network of two convolutions on images that are turned, scaled and shifted at random in each epoch, once for
/// each of some seeds. Settings were chosen on a sixth of the training images (<c>--validate</c>). The test data are looked at once, after
/// the last epoch of each training.
/// </summary>
internal static class ConvolutionsCommand
{
    private const int Side = 28;
    private const double ValidationShare = 1.0 / 6;
    private const long SplitSeed = 7;
    private const double LearningRate = 3e-3;

    /// <summary>Trains.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="epochs">How many times each training goes through the training data.</param>
    /// <param name="batchSize">The number of examples of a step.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seedCount">The number of trainings, each with the next seed.</param>
    /// <param name="validate">Whether a sixth of the training images takes the place of the test data.</param>
    /// <param name="cancellationToken">Ends training.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        DirectoryInfo folder, int epochs, int batchSize, int threads, long firstSeed, int seedCount, bool validate,
        CancellationToken cancellationToken)
    {
        if (MnistData.Load(folder) is not var (training, evaluated))
            return ExitCode.Failure;
        if (training.FeatureCount != Side * Side)
        {
            Console.Error.WriteLine($"The images have {training.FeatureCount} pixels; this network is for {Side} × {Side}.");
            return ExitCode.Failure;
        }

        if (validate)
            (evaluated, training) = training.SplitStratified(ValidationShare, SplitSeed);
        var name = validate ? "Validation" : "Test";
        Console.WriteLine(
            $"Two convolutions of 5 × 5 with 16 and 32 channels; {training.Count:N0} images to learn from, {evaluated.Count:N0} to evaluate " +
            $"on; {epochs} epochs in batches of {batchSize}, threads: {threads}.");
        using var team = new WorkerTeam(threads);
        var accuracies = new List<double>();
        for (var seed = firstSeed; seed < firstSeed + seedCount; seed++)
        {
            using var trainer = CreateTrainer(training, epochs, batchSize, seed, team);
            var report = trainer.Fit(training, null, epochs, batchSize, cancellationToken: cancellationToken);
            if (report.WasCancelled)
            {
                Console.WriteLine("Stopped.");
                return ExitCode.Cancelled;
            }

            accuracies.Add(trainer.Evaluate(evaluated).Accuracy);
            Console.WriteLine(
                $"seed {seed}: {name.ToLowerInvariant()} accuracy {accuracies[^1]:F4} after {report.Elapsed.TotalSeconds:F1} s of training, " +
                $"sha256 {trainer.Network.ComputeDigest()}");
        }

        accuracies.Sort();
        Console.WriteLine($"{name} accuracy {accuracies[accuracies.Count / 2]:F4}, the median of {accuracies.Count}.");
        return ExitCode.Success;
    }

    private static Trainer CreateTrainer(Dataset training, int epochs, int batchSize, long seed, WorkerTeam team)
    {
        var model = new Sequential(
            new Input(Side, Side, 1),
            new Convolution2D(1, 16, 5), new Relu(), new MaxPool2D(2),     // 12 × 12 × 16
            new Convolution2D(16, 32, 5), new Relu(), new MaxPool2D(2),    // 4 × 4 × 32
            new Flatten(), new Dense(512, training.ClassCount));
        var trainer = Trainer.Create(
            model, new AdamW(LearningRate), new SoftmaxCrossEntropy(), seed, new OptimizerOptions { Team = team });
        trainer.Augmentation = new RandomAffine(
            new ImageShape(Side, Side), maximumRotation: 8, maximumShift: 0.06, minimumScale: 0.92, maximumScale: 1.08);
        var stepsOfEpoch = training.GetBatchCount(batchSize);
        var cosine = new Cosine(LearningRate, (int)Math.Min((long)epochs * stepsOfEpoch, int.MaxValue));
        trainer.Schedule("LearningRate", epochs > 1 ? cosine.WithWarmUp(stepsOfEpoch / 2) : cosine);
        return trainer;
    }
}
