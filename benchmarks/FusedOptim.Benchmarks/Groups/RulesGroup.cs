using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>What a step of each shipped rule costs, and whether that is memory or arithmetic.</summary>
internal static class RulesGroup
{
    private const int CountInCache = 32_768;
    private const int CountInMemory = 1 << 24;
    private const int Threads = 2;
    private const double AtMostToSameTraffic = 1.06;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BudgetOfRule = TimeSpan.FromSeconds(0.75);

    public static RatioGroup InCache { get; } = new(
        "rules", "a step of every shipped rule on 32,768 elements in the cache, one thread", RunInCache);

    public static RatioGroup InMemory { get; } = new(
        "rules-memory", "a step of every shipped rule on 16 million elements, two threads, to the same traffic",
        RunInMemory);

    private static GroupResult RunInCache()
    {
        using var team = new WorkerTeam(1);
        RuleCandidate[] rules = [.. ShippedRule.All.Select(rule => new RuleCandidate(rule, CountInCache, team))];
        try
        {
            var timings = InterleavedTiming.Measure(rules, CountInCache, Budget);
            var rows = timings.Select(timing =>
                new RatioRow($"rules-32768-{timing.Name.ToLowerInvariant()}", timing.Quartiles, "ns per element"));
            return new GroupResult([.. rows]);
        }
        finally
        {
            foreach (var rule in rules)
                rule.Dispose();
        }
    }

    private static GroupResult RunInMemory()
    {
        if (Environment.ProcessorCount < Threads)
            return new GroupResult([]) { Notes = ["left out: there is one processor"] };
        using var team = new WorkerTeam(Threads);
        var rows = new List<RatioRow>();
        foreach (var rule in ShippedRule.All)
        {
            // One after the other: the memory of all together would be tens of gigabytes.
            using var candidate = new RuleCandidate(rule, CountInMemory, team);
            var sameTraffic = new SameTrafficCandidate(candidate.Streams, [.. rule.Passes], team);
            var timings = InterleavedTiming.MeasureLarge([candidate, sameTraffic], CountInMemory, BudgetOfRule);
            rows.Add(new RatioRow(
                $"rules-16m-2-threads-{rule.Name.ToLowerInvariant()}-to-same-traffic", timings[0].RatioTo(timings[1]),
                "ratio")
            {
                AtMost = AtMostToSameTraffic,
            });
        }

        return new GroupResult(rows);
    }
}
