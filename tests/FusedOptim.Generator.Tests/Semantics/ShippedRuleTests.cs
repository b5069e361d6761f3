using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>The rules that the runtime ships, compiled anew as a user's own.</summary>
public sealed class ShippedRuleTests
{
    public static TheoryData<string> Names => RuleSources.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void AsShipped(string name) => Check(RuleSources.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Strict(string name) => Check(RuleSources.ReadStrict(name));

    private static void Check(string source)
    {
        var run = GeneratorHarness.RunClean(source);
        Assert.Empty(run.Diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
        using var assembly = run.Load();
        var rule = assembly.Rule();
        ChainOfTrust.Check(rule);
        ChainOfTrust.Check(rule, lengths: [67], gradientScale: 1.0 / 3);
    }
}
