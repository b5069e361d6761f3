using System.Text;
using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>Long and deep rules are compiled or refused; they never take the compiler down.</summary>
public sealed class LargeRuleTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(3_000)]
    public void ALongSum(int terms) => CompilesOrIsRefused(
        $"private double Direction(double gradient) => {string.Join(" + ", Enumerable.Repeat("gradient", terms))};");

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public void ALongChainOfConditions(int conditions)
    {
        var text = new StringBuilder("private double Direction(double gradient) { ");
        for (var i = 0; i < conditions; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"if (gradient > {conditions - i}) return {i}; else ");
        CompilesOrIsRefused(text.Append("return gradient; }").ToString());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(500)]
    public void ManyStatements(int statements) => CompilesOrIsRefused(
        "private double Direction(double gradient, [State] ref double m) { " +
        string.Concat(Enumerable.Repeat("m = m * 0.5 + gradient; ", statements)) + "return m; }");

    /// <summary>More multiply-adds and extrema than the compiler inlines: loops of 128 and 256 bits then use the framework's.</summary>
    [Fact]
    public void LongFormulasHaveTheSameBitsOnEveryTarget()
    {
        var run = GeneratorHarness.RunClean(Meaning.Rule(
            "private double Direction(double gradient, [State] ref double m) { " +
            string.Concat(Enumerable.Repeat("m = Math.FusedMultiplyAdd(m, 0.5, gradient); ", 110)) +
            string.Concat(Enumerable.Repeat("m = Math.Max(Math.Min(m * 0.5, gradient), m - gradient); ", 90)) + "return m; }"));
        Assert.Contains(run.Sources, static source => source.SourceText.ToString().Contains("Run128Fused", StringComparison.Ordinal));
        using var assembly = run.Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(0, 1, 3, 4, 17, 35));
    }

    [Fact]
    public void DeepParentheses() => CompilesOrIsRefused(
        $"private double Direction(double gradient) => {new string('(', 200)}gradient{string.Concat(Enumerable.Repeat(" + 1)", 200))};");

    [Fact]
    public void IntegersWrapAroundInACheckedProject()
    {
        var compilation = TestCompilation.Create(Meaning.Rule(
            "private double Direction(double gradient, int step) => gradient * unchecked(step * 1_000_000_007);"));
        var run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithOverflowChecks(true)));
        run.AssertClean();
        using var assembly = run.Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(5) with { Steps = [1, 5, 1000] });
    }

    private static void CompilesOrIsRefused(string members)
    {
        var run = GeneratorHarness.Run(Meaning.Rule(members));
        if (!run.Refusals.IsEmpty)
        {
            Assert.All(run.Refusals, refusal => Assert.Equal("FOPT035", refusal.Id));
            return;
        }

        run.AssertClean();
        using var assembly = run.Load();
        // Each loop of so much code takes the just-in-time compiler its time: one target will do.
        using var verification = new Verification<double>(
            assembly.Rule(), Inputs.OfLengths(5), [KernelTarget.Reference, KernelTarget.StrictScalar], new TensorCase(5, null));
        verification.Check();
    }
}
