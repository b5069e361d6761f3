using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Samples.Mnist;

/// <summary>
/// The command that compares AdamW with Muon: whether Muon has AdamW's best accuracy after three quarters of the epochs. Learning rates are
/// chosen on validation data, with one seed. New seeds then train with the chosen rates. The test data are looked at once, at the end.
/// </summary>
internal static class CompareCommand
{
    private const double ValidationShare = 1.0 / 6;
    private const double Share = 0.75;
    private const long SplitSeed = 7;
    private const long SearchSeed = 1;
    private const long FirstNewSeed = 301;

    /// <summary>Compares.</summary>
    /// <param name="folder">The folder of the data.</param>
    /// <param name="epochs">How many times a training of AdamW goes through the training data.</param>
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
        var comparison = new Comparison(training, validation, batchSize, team, cancellationToken);
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
        var (adamWRate, searchCurve) = comparison.FindRate(adamW, epochs, SearchSeed);
        var muon = new Contender(
            "Muon and AdamW", Contender.DoublingRates(6.25e-4),
            rate => Split.ByRank(new Muon(rate), new AdamW(adamWRate), except: "dense3"));
        var (muonRate, _) = comparison.FindRate(muon, ShareOf(searchCurve), SearchSeed);

        var reachedCount = 0;
        var accuracies = new List<string>();
        for (var seed = FirstNewSeed; seed < FirstNewSeed + seedCount; seed++)
        {
            var (adamWCurve, adamWTest) = comparison.Train(adamW, adamWRate, epochs, seed, test);
            var (muonCurve, muonTest) = comparison.Train(muon, muonRate, ShareOf(adamWCurve), seed, test);
            accuracies.Add($"{adamWTest:F4} and {muonTest:F4}");
            var reached = muonCurve.FirstEpochWith(adamWCurve.Best);
            Console.WriteLine(
                $"AdamW has its best accuracy, {100 * adamWCurve.Best:F2}, in epoch {adamWCurve.BestEpoch}; Muon " +
                (reached is null ? $"does not reach it in {ShareOf(adamWCurve)}." : $"reaches it in epoch {reached} of {ShareOf(adamWCurve)}."));
            reachedCount += reached is null ? 0 : 1;
        }

        Console.WriteLine(
            $"Muon reaches AdamW's best accuracy in at most three quarters of the epochs that AdamW takes to it with {reachedCount} of " +
            $"{seedCount} seeds.");
        Console.WriteLine($"Test accuracies of AdamW and Muon: {string.Join(", ", accuracies)}.");
    }

    // What Muon may take of the epochs that AdamW takes to its best accuracy. Muon's rate falls to 0 within them.
    private static int ShareOf(ValidationCurve curve) => Math.Max(1, (int)(Share * curve.BestEpoch));
}
