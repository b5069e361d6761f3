using System.Globalization;
using FusedOptim.Generator.Tests.Harness;
using Xunit.Abstractions;

namespace FusedOptim.Generator.Tests.RandomRules;

/// <summary>
/// Rules that nobody wrote: strict ones give the bits of their method on every target, the others the same bits on all.
/// Runs from other seeds: <c>FUSEDOPTIM_RANDOM_SEED=1000 FUSEDOPTIM_RANDOM_COUNT=500 dotnet test</c>.
/// </summary>
public sealed class RandomRuleTests(ITestOutputHelper output)
{
    private const int RulesOfACompilation = 60;

    [Fact]
    public void EveryTargetAgrees()
    {
        var seed = Setting("FUSEDOPTIM_RANDOM_SEED", 1);
        var count = Setting("FUSEDOPTIM_RANDOM_COUNT", RulesOfACompilation);
        output.WriteLine($"Seeds {seed} to {seed + count - 1}.");
        foreach (var seeds in Enumerable.Range(seed, count).Chunk(RulesOfACompilation))
            CheckAll([.. seeds.Select(RandomRule.Create)]);
    }

    private static void CheckAll(IReadOnlyList<RandomRule> rules)
    {
        var run = GeneratorHarness.Run("using FusedOptim;\nnamespace UserProject;\n\n" + string.Concat(rules.Select(rule => rule.Source)));
        Assert.True(run.Refusals.IsEmpty, Refused(run));
        using var assembly = run.Load();
        var failures = new List<(RandomRule Rule, Exception Exception)>();
        foreach (var rule in rules)
        {
            try
            {
                ChainOfTrust.Check(assembly.Rule("UserProject." + rule.Name), lengths: [7, 131], steps: [1, 3]);
            }
            catch (Exception exception)
            {
                failures.Add((rule, exception));
            }
        }

        if (failures.Count == 0)
            return;
        // The shortest says most.
        var (shortest, why) = failures.MinBy(failure => failure.Rule.Source.Length);
        Assert.Fail($"{failures.Count} of {rules.Count} rules fail; the shortest:\n{why}\n{shortest.Source}");
    }

    private static string Refused(GeneratorRun run) => string.Join('\n', run.Refusals.Take(10).Select(refusal =>
        $"{refusal}: {run.Output.SyntaxTrees.First(tree => tree.FilePath == "Source0.cs").GetText().ToString(refusal.Location.SourceSpan)}"));

    private static int Setting(string variable, int unasked) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : unasked;
}
