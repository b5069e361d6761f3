using BenchmarkDotNet.Attributes;

namespace FusedOptim.Benchmarks;

/// <summary>One step of every shipped rule on 32,768 elements, on one thread.</summary>
[BenchmarkCategory("Rules")]
public class RuleSuite
{
    private RuleCandidate _rule = null!;

    /// <summary>The rules by the names of their records.</summary>
    public static IEnumerable<string> Rules => RuleCandidate.Rules;

    /// <summary>The rule that is stepped.</summary>
    [ParamsSource(nameof(Rules))]
    public string Rule { get; set; } = "";

    /// <summary>Makes the optimizer.</summary>
    [GlobalSetup]
    public void Setup() => _rule = new RuleCandidate(Rule, count: 32_768);

    /// <summary>Releases the memory.</summary>
    [GlobalCleanup]
    public void Cleanup() => _rule.Dispose();

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step() => _rule.Step();
}
