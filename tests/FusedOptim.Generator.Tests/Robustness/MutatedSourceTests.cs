using System.Globalization;
using FusedOptim.Generator.Tests.Fuzzing.Editing;
using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Fuzzing.Running;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>
/// Sources of random rules after a random change: the generator does not throw, and what it makes of a source that C# accepts compiles.
/// CONTRIBUTING.md says how to run more of them.
/// </summary>
public sealed class MutatedSourceTests(ITestOutputHelper output)
{
    private const int SourcesOfACompilation = 25;

    private int _accepted;
    private int _refused;

    [Fact]
    public void WhatIsAcceptedCompiles()
    {
        var (seed, count) = (Setting("FUSEDOPTIM_FUZZ_SEED", 1), Setting("FUSEDOPTIM_MUTATIONS", 100));
        foreach (var seeds in Enumerable.Range(seed, count).Chunk(SourcesOfACompilation))
            Check([.. seeds.Select(Mutated)]);
        output.WriteLine($"Seeds {seed} to {seed + count - 1}: {_accepted} accepted, {_refused} refused, the others are not C#.");
        Assert.InRange(_accepted, count / 10, count);
        Assert.InRange(_refused, count / 100, count);
    }

    private static RandomRule Mutated(int seed)
    {
        // Several mutations of each rule.
        var rule = seed % 2 == 0 ? RandomRule.CreateWithRows(seed / 4) : RandomRule.Create(seed / 4);
        var random = new Random(seed);
        var source = random.Next(2) == 0
            ? new RandomEdits(random).Apply(rule.Source)
            : TokenDamage.Apply(TokenDamage.TokensOf(rule.Source), random, blows: 1);
        // Rules of the same seed stand in one compilation.
        return (rule with { Source = source }).In($"Mutated{seed}");
    }

    private void Check(IReadOnlyList<RandomRule> rules)
    {
        var compilation = TestCompilation.Create([]).RemoveAllSyntaxTrees()
            .AddSyntaxTrees(rules.Select((rule, index) => CSharpSyntaxTree.ParseText(rule.Source, RuleBatch.ParseOptions, $"Source{index}.cs")))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText("global using System;", RuleBatch.ParseOptions));
        var driver = GeneratorHarness.CreateDriver().WithUpdatedParseOptions(RuleBatch.ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out var changed, out var diagnostics);
        if (driver.GetRunResult().Results.Select(result => result.Exception).FirstOrDefault(thrown => thrown is not null) is { } exception)
        {
            Divide(rules, $"The generator threw: {exception}");
            return;
        }

        var refusals = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var errors = changed.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        var sources = compilation.SyntaxTrees.ToHashSet();
        var broken = errors.Where(error => error.Location.SourceTree is { } tree && sources.Contains(tree)).ToList();
        if (rules.Count == 1)
        {
            if (broken.Count > 0)
                return;
            _refused += refusals.Count > 0 ? 1 : 0;
            _accepted += refusals.Count == 0 ? 1 : 0;
            Assert.True(errors.Count == 0, $"{string.Join(Environment.NewLine, errors.Take(3))}{Environment.NewLine}{rules[0].Source}");
            return;
        }

        var isBroken = broken.Select(error => error.Location.SourceTree!.FilePath).ToHashSet();
        var spaces = rules.Index().Where(rule => isBroken.Contains($"Source{rule.Index}.cs")).Select(rule => rule.Item.Namespace + ".").ToList();
        if (errors.Except(broken).Any(error => !spaces.Exists(space => error.Location.SourceTree!.FilePath.Contains(space, StringComparison.Ordinal))))
        {
            Divide(rules, "What is generated does not compile.");
            return;
        }

        var isRefused = refusals.Select(refusal => refusal.Location.SourceTree!.FilePath).Where(path => !isBroken.Contains(path)).ToHashSet();
        _refused += isRefused.Count;
        _accepted += rules.Count - isBroken.Count - isRefused.Count;
    }

    /// <summary>Finds the source that does to a compilation what it should not; alone, it may be one that C# does not accept.</summary>
    private void Divide(IReadOnlyList<RandomRule> rules, string message)
    {
        if (rules.Count == 1)
            Assert.Fail($"{message}{Environment.NewLine}{rules[0].Source}");
        foreach (var rule in rules)
            Check([rule]);
    }

    private static int Setting(string variable, int unasked) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : unasked;
}
