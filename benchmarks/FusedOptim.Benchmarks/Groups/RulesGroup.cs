namespace FusedOptim.Benchmarks;

/// <summary>What a step of each shipped rule costs, and whether that is memory or arithmetic.</summary>
internal static class RulesGroup
{
    private const int Count = 32_768;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    public static RatioGroup Group { get; } = new(
        "rules", "a step of every shipped rule on 32,768 elements in the cache, one thread", Run);

    private static GroupResult Run()
    {
        RuleCandidate[] rules = [.. RuleCandidate.Rules.Select(rule => new RuleCandidate(rule, Count))];
        try
        {
            var timings = InterleavedTiming.Measure(rules, Count, Budget);
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
}
