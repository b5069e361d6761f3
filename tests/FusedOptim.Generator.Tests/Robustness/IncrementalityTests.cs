using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>What an edit must, and must not, compute again.</summary>
public sealed class IncrementalityTests
{
    private static readonly string s_rule = Meaning.Rule(
        // Nothing in it is reported: the place of a diagnostic moves with every edit above it.
        """private double Direction(double gradient, [State("m")] ref double m) => m = Formulas.Blend(m, gradient, A);""",
        "double LearningRate = 0.1, double A = 0.9");

    private const string Helpers =
        "internal static class Formulas { public static double Blend(double a, double b, double t) => t * a + (1 - t) * b; }";

    [Fact]
    public void AnEditOfTheSameFileThatChangesNothingIsCached()
    {
        var (driver, compilation) = Start();
        var edited = Edit(compilation, 1, "// Above.\n\n" + s_rule.Replace("m = Formulas", "m  =  /* here */ Formulas", StringComparison.Ordinal));
        Incrementality.AssertCached(driver.RunGenerators(edited).GetRunResult(), "an edit of white space and comments");
    }

    [Fact]
    public void AnEditOfAHelperInAnotherFileIsSeen()
    {
        var (driver, compilation) = Start();
        var before = Source(driver);
        var edited = Edit(compilation, 2, Helpers.Replace("t * a", "t * t * a", StringComparison.Ordinal));
        Assert.NotEqual(before, Source(driver.RunGenerators(edited)));
    }

    [Fact]
    public void AnEditOfOneRuleLeavesTheOtherCached()
    {
        var other = s_rule.Replace("record Rule", "record Other", StringComparison.Ordinal);
        var compilation = TestCompilation.Create(s_rule, Helpers, other);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        var edited = Edit(compilation, 3, other.Replace("double A = 0.9", "double A = 0.8", StringComparison.Ordinal));
        var reasons = driver.RunGenerators(edited).GetRunResult().Results[0].TrackedOutputSteps
            .SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason).Order();
        Assert.Contains(IncrementalStepRunReason.Modified, reasons);
        Assert.Contains(IncrementalStepRunReason.Cached, reasons);
    }

    [Fact]
    public void ThePipelineNamesItsSteps()
    {
        var (driver, _) = Start();
        Assert.Contains(driver.GetRunResult().Results[0].TrackedSteps.Keys, Incrementality.OwnSteps.Contains);
    }

    [Fact]
    public void TheSameSourceGivesTheSameText()
    {
        var (first, _) = Start();
        var (second, _) = Start();
        Assert.Equal(Source(first), Source(second));
    }

    private static (GeneratorDriver Driver, CSharpCompilation Compilation) Start()
    {
        var compilation = TestCompilation.Create(s_rule, Helpers);
        return (GeneratorHarness.CreateDriver().RunGenerators(compilation), compilation);
    }

    private static CSharpCompilation Edit(CSharpCompilation compilation, int tree, string text)
    {
        var old = compilation.SyntaxTrees[tree];
        return compilation.ReplaceSyntaxTree(old, TestCompilation.Parse(text, old.FilePath));
    }

    private static string Source(GeneratorDriver driver) =>
        string.Concat(driver.GetRunResult().GeneratedTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal));
}
