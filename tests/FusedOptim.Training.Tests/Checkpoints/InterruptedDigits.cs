using System.Globalization;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>
/// The program that is killed: this assembly, run by itself. It trains the digits, saves every step, goes on from the last
/// checkpoint, and prints the SHA-256 of the weights when it is done.
/// </summary>
internal static class InterruptedDigits
{
    public const string Ready = "training";

    private const int Epochs = 8;

    public static int Main(string[] arguments)
    {
        if (arguments is ["inject"])
            return InjectedErrors.Run();
        using var trainer = Create();
        trainer.Checkpoints = new CheckpointFiles(arguments[0], everySteps: 1);
        trainer.Resume();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Ready} {trainer.Optimizer.StepCount}"));
        Console.WriteLine(Finish(trainer));
        return 0;
    }

    /// <summary>The SHA-256 of a run that nothing interrupts and that saves nothing.</summary>
    public static string UninterruptedDigest()
    {
        using var trainer = Create();
        return Finish(trainer);
    }

    private static Trainer Create()
    {
        // Dropout and early stopping have memories of their own, which must come back too.
        var model = new Sequential(new Dense(64, 24), new Tanh(), new Dropout(0.1), new Dense(24, 10));
        var trainer = Trainer.Create(
            model, new AdamW(LearningRate: 2e-3), new SoftmaxCrossEntropy(0.1), seed: 3, options: new OptimizerOptions
            {
                StateFormat = new BlockFloat8Format(StorageRounding.Stochastic),
                Seed = 9,
            });
        trainer.EarlyStopping = new EarlyStopping(patience: 5);
        trainer.GradientNoise = new GradientNoise(eta: 1e-6);
        trainer.Schedule((AdamW rule, int step) => rule.LearningRate = 2e-3 / Math.Sqrt(step));
        return trainer;
    }

    private static string Finish(Trainer trainer)
    {
        var (training, test) = CsvDataset.Load(
            Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz")).SplitStratified(0.8, seed: 0);
        var standardization = Standardization.Fit(training);
        trainer.Fit(
            standardization.Apply(training), standardization.Apply(test), Epochs - trainer.EpochCount, batchSize: 32);
        return trainer.Network.ComputeDigest();
    }
}
