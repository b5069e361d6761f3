using BenchmarkDotNet.Attributes;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>One step of every shipped rule on 32,768 elements, on one thread.</summary>
[BenchmarkCategory("Rules")]
public class RuleSuite
{
    private readonly WorkerTeam _team = new(1);
    private RuleCandidate _rule = null!;

    /// <summary>The rules by the names of their records.</summary>
    public static IEnumerable<string> Rules => ShippedRule.All.Select(rule => rule.Name);

    /// <summary>The rule that is stepped.</summary>
    [ParamsSource(nameof(Rules))]
    public string Rule { get; set; } = "";

    /// <summary>Makes the optimizer.</summary>
    [GlobalSetup]
    public void Setup() => _rule = new RuleCandidate(
        ShippedRule.All.Single(rule => rule.Name == Rule), count: 32_768, _team);

    /// <summary>Releases the memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _rule.Dispose();
        _team.Dispose();
    }

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step() => _rule.Step();
}
