using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Samples.Mnist;

/// <summary>
/// The command that compares AdamW with Muon. Learning rates are chosen on validation data, with one seed. New seeds then train with the
/// chosen rates. The test data are looked at once, at the end.
/// </summary>
internal static class CompareCommand
{
    private const double ValidationShare = 1.0 / 6;
    private const double Share = 0.75;
    private const long SplitSeed = 7;
    private const long SearchSeed = 1;
    private const long FirstNewSeed = 101;

    /// <summary>Compares.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="epochs">How many times each training goes through the training data.</param>
    /// <param name="batchSize">The number of examples of a step.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="seedCount">The number of new seeds.</param>
    /// <param name="cancellationToken">Ends training.</param>
    /// <returns>The exit code.</returns>
    public static int Run(
        DirectoryInfo folder, int epochs, int batchSize, int threads, int seedCount, CancellationToken cancellationToken)
    {
        if (MnistData.Load(folder) is not var (data, test))
            return ExitCode.Failure;
        var (validation, training) = data.SplitStratified(ValidationShare, SplitSeed);
        using var team = new WorkerTeam(threads);
        var comparison = new Comparison(training, validation, epochs, batchSize, team, cancellationToken);
        Console.WriteLine(
            $"{comparison.Network}; {training.Count:N0} images to learn from, {validation.Count:N0} to validate on, {test.Count:N0} to test " +
            $"on; {epochs} epochs in batches of {batchSize}. Curves are validation accuracies in percent by epoch.");
        try
        {
            Compare(comparison, epochs, seedCount, trainer => trainer.Evaluate(test).Accuracy);
            return ExitCode.Success;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped.");
            return ExitCode.Cancelled;
        }
    }

    private static void Compare(Comparison comparison, int epochs, int seedCount, Func<Training.Trainer, double> test)
    {
        var adamW = new Contender("AdamW", Contender.DoublingRates(6.25e-5), rate => Split.ByRank(new AdamW(rate), new AdamW(rate)));
        var adamWRate = comparison.FindRate(adamW, SearchSeed);
        var muon = new Contender(
            "Muon and AdamW", Contender.DoublingRates(6.25e-4),
            rate => Split.ByRank(new Muon(rate), new AdamW(adamWRate), except: "dense3"));
        var muonRate = comparison.FindRate(muon, SearchSeed);

        var (earlyCount, earlierCount) = (0, 0);
        var accuracies = new List<string>();
        for (var seed = FirstNewSeed; seed < FirstNewSeed + seedCount; seed++)
        {
            var (adamWCurve, adamWTest) = comparison.Train(adamW, adamWRate, seed, test);
            var (muonCurve, muonTest) = comparison.Train(muon, muonRate, seed, test);
            accuracies.Add($"{adamWTest:F4} and {muonTest:F4}");
            var epoch = adamWCurve.FirstEpochWith(adamWCurve.Best);
            var muonEpoch = muonCurve.FirstEpochWith(adamWCurve.Best);
            Console.WriteLine(
                $"AdamW has its best accuracy in epoch {epoch}, Muon reaches it {(muonEpoch is { } reached ? $"in epoch {reached}" : "never")}.");
            earlyCount += muonEpoch <= Share * epochs ? 1 : 0;
            earlierCount += muonEpoch <= Share * epoch ? 1 : 0;
        }

        Console.WriteLine(
            $"Muon reaches AdamW's best accuracy within three quarters of the epochs with {earlyCount} of {seedCount} seeds, and within three " +
            $"quarters of those that AdamW took to reach it with {earlierCount}.");
        Console.WriteLine($"Test accuracies of AdamW and Muon: {string.Join(", ", accuracies)}.");
    }
}
