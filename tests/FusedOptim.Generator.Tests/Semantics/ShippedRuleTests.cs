using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>The rules that the runtime ships, compiled anew as a user's own.</summary>
public sealed class ShippedRuleTests
{
    public static TheoryData<string> Names => [.. RuleSources.Names];

    /// <summary>Kernels and method are compared in the tests of the library, which compiles the same text.</summary>
    [Fact]
    public void TheRulesCompileTogetherAsTheyAreShipped() =>
        AssertClean(GeneratorHarness.RunClean(RuleSources.Names.Select(RuleSources.Read)));

    [Theory]
    [MemberData(nameof(Names))]
    public void AStrictRuleComputesItsMethodOnEveryTarget(string name)
    {
        var run = GeneratorHarness.RunClean(RuleSources.ReadStrict(name));
        AssertClean(run);
        using var assembly = run.Load();
        var rule = assembly.Rule();
        RuleTest.Verify(rule, Inputs.AllLengths);
        RuleTest.Verify(rule, Inputs.OfLengths(67) with { GradientScales = [1.0 / 3] });
    }

    private static void AssertClean(GeneratorRun run) =>
        Assert.Empty(run.Diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
}
