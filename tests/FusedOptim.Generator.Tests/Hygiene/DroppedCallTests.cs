using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>A call that the compiler drops is not in the kernel, or the rule is refused.</summary>
[Trait("Kind", "Generator")]
public sealed class DroppedCallTests
{
    [Theory]
    [InlineData("[System.Diagnostics.Conditional(\"NEVER\")] private static void F(ref double x) { x = 7 * x; }")]
    [InlineData("[System.Diagnostics.Conditional(\"NEVER\"), System.Diagnostics.Conditional(\"NOT_EITHER\")] private void F(ref double x) => x *= 7;")]
    public void ACallOfAConditionalMethodIsRefused(string helper)
    {
        var run = GeneratorHarness.Run(Meaning.Rule(
            $$"""
            private double Direction(double gradient, [State("m")] ref double m) { m += gradient; F(ref m); return m; }
            {{helper}}
            """));
        Assert.Equal(["FOPT024"], run.Refusals.Select(refusal => refusal.Id));
    }

    [Theory]
    [InlineData("Update", "[System.Diagnostics.Conditional(\"NEVER\")] private void Update(ref double parameter, double gradient) => parameter -= LearningRate * gradient;")]
    [InlineData("Measure", "[System.Diagnostics.Conditional(\"NEVER\")] private void Measure(double gradient, [Sum] ref double s) => s += gradient; private double Direction(double gradient, double s) => s * gradient;")]
    [InlineData("Prepare", "[System.Diagnostics.Conditional(\"NEVER\")] private void Prepare([Scalar] ref double s) => s += 1; private double Direction(double gradient, double s) => s * gradient;")]
    public void AConditionalPhaseIsRefused(string phase, string members)
    {
        var refusal = Assert.Single(GeneratorHarness.Run(Meaning.Rule(members)).Refusals);
        Assert.Equal("FOPT005", refusal.Id);
        Assert.Equal(phase, refusal.Location.SourceTree!.GetText().ToString(refusal.Location.SourceSpan));
    }

    [Fact]
    public void ACallOfAPartialMethodWithoutABodyIsRefused()
    {
        var refusal = Assert.Single(GeneratorHarness.Run(Meaning.Rule(
            """
            private double Direction(double gradient, [State("m")] ref double m) { m += gradient; F(ref m); return m; }
            partial void F(ref double x);
            """)).Refusals);
        Assert.Equal("FOPT025", refusal.Id);
    }
}
