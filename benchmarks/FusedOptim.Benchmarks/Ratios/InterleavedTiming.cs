using System.Diagnostics;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Times candidates against each other on a machine that others use too: each sample runs all of them in turn.
/// </summary>
internal static class InterleavedTiming
{
    private const int MinimumSamples = 11;
    private const int MaximumSamples = 401;
    private const int WarmUpRounds = 4;
    private const int WarmUpCalls = 40; // beyond the 30 calls after which the just-in-time compiler optimizes
    private static readonly TimeSpan WarmUpPerRound = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan CompilerPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMicroseconds(200);

    /// <summary>Measures all candidates within about the time given.</summary>
    /// <param name="candidates">What is compared; all prepared and checked.</param>
    /// <param name="unitsPerStep">How many units of work one step does: elements.</param>
    /// <param name="budget">For the samples; warming up comes before.</param>
    /// <param name="shortestSample">How long a sample is at least; unasked long enough for the clock. Steps that find in the
    /// cache what the step before left there, as in a loop of their own, need samples of several.</param>
    public static IReadOnlyList<Timing> Measure(
        IReadOnlyList<ICandidate> candidates, double unitsPerStep, TimeSpan budget, TimeSpan? shortestSample = null)
    {
        WarmUp(candidates);
        var shortest = shortestSample ?? ShortestSample;
        int[] repetitions = [.. candidates.Select(candidate => Repetitions(candidate, shortest))];
        return Sample(candidates, repetitions, unitsPerStep, budget);
    }

    /// <summary>
    /// Measures candidates whose steps take milliseconds, in code that is compiled once: each sample is one step, and two
    /// steps warm up.
    /// </summary>
    /// <inheritdoc cref="Measure"/>
    public static IReadOnlyList<Timing> MeasureLarge(
        IReadOnlyList<ICandidate> candidates, double unitsPerStep, TimeSpan budget)
    {
        foreach (var candidate in candidates)
        {
            candidate.Step();
            candidate.Step();
        }

        return Sample(candidates, [.. candidates.Select(_ => 1)], unitsPerStep, budget);
    }

    private static IReadOnlyList<Timing> Sample(
        IReadOnlyList<ICandidate> candidates, int[] repetitions, double unitsPerStep, TimeSpan budget)
    {
        var samples = candidates.Select(_ => new List<double>()).ToArray();
        var clock = Stopwatch.StartNew();
        while (samples[0].Count < MinimumSamples || (clock.Elapsed < budget && samples[0].Count < MaximumSamples))
        {
            for (var i = 0; i < candidates.Count; i++)
                samples[i].Add(Nanoseconds(candidates[i], repetitions[i]) / repetitions[i] / unitsPerStep);
        }

        return [.. candidates.Select((candidate, i) => new Timing(candidate.Name, [.. samples[i]]))];
    }

    // Several rounds with pauses, in which the compiler replaces code in the background.
    private static void WarmUp(IReadOnlyList<ICandidate> candidates)
    {
        for (var round = 0; round < WarmUpRounds; round++)
        {
            foreach (var candidate in candidates)
            {
                var clock = Stopwatch.StartNew();
                for (var call = 0; call < WarmUpCalls && clock.Elapsed < WarmUpPerRound; call++)
                    candidate.Step();
            }

            Thread.Sleep(CompilerPause);
        }
    }

    // Doubled until a sample is long enough.
    private static int Repetitions(ICandidate candidate, TimeSpan shortest)
    {
        var repetitions = 1;
        while (Nanoseconds(candidate, repetitions) < shortest.TotalNanoseconds)
            repetitions *= 2;
        return repetitions;
    }

    private static double Nanoseconds(ICandidate candidate, int repetitions)
    {
        // What the candidate before left in the cache is not this one's.
        if (repetitions > 1)
            candidate.Step();
        return candidate.Time(repetitions);
    }
}
