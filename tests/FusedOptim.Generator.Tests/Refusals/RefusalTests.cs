using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>What the language does not have is refused at its exact place, with what to write instead.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, RefusalCase> s_cases =
        DeclarationCases.All.Concat(BodyCases.All).Concat(SenseCases.All).Concat(FunctionCases.All).Concat(InputCases.All).ToDictionary(refusal => refusal.ToString());

    // Each case is compiled once, for its place and for its message.
    private static readonly ConcurrentDictionary<string, GeneratorRun> s_runs = new();

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheMistakeIsFoundAtItsPlace(string name)
    {
        var refusal = s_cases[name];
        var source = MarkedSource.Parse(refusal.Marked);
        var reported = Reported(refusal);
        var found = reported.Select(diagnostic => $"{diagnostic.Id}: {source.Underlined(diagnostic)}");
        Assert.Equal(source.Spans.Select(span => $"{refusal.Id}: {source.Text.Substring(span.Start, span.Length)}"), found);
        Assert.Equal(source.Spans, reported.Select(diagnostic => diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void NothingIsSaidOfSensibleRules()
    {
        foreach (var (name, members) in SenseCases.Sensible)
        {
            var reported = GeneratorHarness.Run(Meaning.Rule(members, "double LearningRate = 0.1")).Diagnostics;
            Assert.True(reported.IsEmpty, $"{name}: {string.Join(", ", reported)}");
        }
    }

    [Fact]
    public void EveryDiagnosticHasACase() => Assert.Equal(
        Descriptors.ById.Keys.Except(["FOPT018", "FOPT044", "FOPT045", "FOPT056"]).Order(StringComparer.Ordinal),
        s_cases.Values.Select(refusal => refusal.Id).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void EveryMessage()
    {
        var messages = new StringBuilder();
        foreach (var refusal in s_cases.Values)
        {
            messages.Append(CultureInfo.InvariantCulture, $"{refusal}\n");
            foreach (var diagnostic in Reported(refusal))
                messages.Append(CultureInfo.InvariantCulture, $"    {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
        }

        Snapshot.MatchText(messages.ToString(), "messages");
    }

    [Fact]
    public void EveryMistakeIsReported()
    {
        var source = MarkedSource.Parse(RefusalCase.Statements("", "several",
            "m = [|Math.Exp(gradient)|]; [|while (m > 0) m--;|] m = [|0.5f|] * m * [|Environment.TickCount|]; m += [|Math.Sign(m)|];").Marked);
        Assert.Equal(source.Spans, GeneratorHarness.Run(source.Text).Refusals.Select(diagnostic => diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void AMistakeInAHelperThatIsCalledTwiceIsReportedOnce()
    {
        var source = MarkedSource.Parse(Meaning.Rule(
            """
            private double Direction(double gradient) => Helper(gradient) + Helper(2 * gradient);
            private static double Helper(double x) => [|Math.Log(x)|];
            """));
        Assert.Equal(source.Spans, GeneratorHarness.Run(source.Text).Refusals.Select(diagnostic => diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void AMistakeInAHelperInAnotherFileIsReportedThere()
    {
        var run = GeneratorHarness.Run(
            Meaning.Rule("private double Direction(double gradient) => Formulas.Helper(gradient);"),
            "internal static class Formulas { public static double Helper(double x) => Math.Log(x); }");
        var diagnostic = Assert.Single(run.Refusals);
        Assert.Equal("Source1.cs", diagnostic.Location.GetLineSpan().Path);
    }

    [Fact]
    public void AnOldLanguageVersionIsRefused()
    {
        var options = TestCompilation.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13);
        var rule = Meaning.Rule("private double Direction(double gradient) => gradient;");
        var compilation = TestCompilation.Create().RemoveAllSyntaxTrees()
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(rule, options));
        var driver = CSharpGeneratorDriver.Create([new UpdateRuleGenerator().AsSourceGenerator()], parseOptions: options);
        var result = driver.RunGenerators(compilation).GetRunResult();
        Assert.Null(result.Results[0].Exception);
        Assert.Equal("FOPT018", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void IntegersOfACheckedProjectAreRefused()
    {
        var source = MarkedSource.Parse(Meaning.Rule("private double Direction(double gradient, int step) => gradient * ([|step * 2|]);"));
        var compilation = TestCompilation.Create(source.Text);
        var run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOverflowChecks(true)));
        Assert.Equal(source.Spans, run.Refusals.Select(diagnostic => diagnostic.Location.SourceSpan));
        Assert.Equal("FOPT033", run.Refusals[0].Id);
    }

    [Fact]
    public void WhatTheCompilerReportsIsLeftToIt()
    {
        var run = GeneratorHarness.Run(Meaning.Rule("private double Direction(double gradient) => gradient + missing;"));
        Assert.Empty(run.Refusals);
        Assert.Equal("CS0103", Assert.Single(run.CompilerDiagnostics).Id);
    }

    [Fact]
    public void APragmaSuppresses()
    {
        const string Unused = "double LearningRate = 0.1, double Beta = 0.9";
        var rule = Meaning.Rule("private double Direction(double gradient) => gradient;", Unused);
        Assert.Contains(GeneratorHarness.Run(rule).Diagnostics, diagnostic => diagnostic.Id == "FOPT055");
        var suppressed = GeneratorHarness.Run($"#pragma warning disable FOPT055 // Kept for old checkpoints.\n{rule}");
        Assert.All(suppressed.Diagnostics.Where(diagnostic => diagnostic.Id == "FOPT055"), diagnostic => Assert.True(diagnostic.IsSuppressed));
    }

    [Fact]
    public void ADebugBuildIsMentioned()
    {
        var compilation = TestCompilation.Create(Meaning.Rule("private double Direction(double gradient) => gradient;"));
        var run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Debug)));
        Assert.Single(run.Diagnostics, diagnostic => diagnostic is { Id: "FOPT056", Severity: DiagnosticSeverity.Info });
    }

    /// <summary>Errors, and what the case is about where that is less.</summary>
    private static IReadOnlyList<Diagnostic> Reported(RefusalCase refusal) =>
    [
        .. s_runs.GetOrAdd(refusal.ToString(), _ => GeneratorHarness.Run(MarkedSource.Parse(refusal.Marked).Text))
            .Reported(DiagnosticSeverity.Info)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id == refusal.Id),
    ];
}
