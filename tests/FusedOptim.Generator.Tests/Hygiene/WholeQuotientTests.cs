using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>A quotient of ints that becomes a double is warned of.</summary>
[Trait("Kind", "Generator")]
public sealed class WholeQuotientTests
{
    [Theory]
    [InlineData("private double Direction(double gradient, int step) => gradient * (1 / (1 + step));", "1 / (1 + step)")]
    [InlineData("private double Direction(double gradient) => 1 / 2 * gradient;", "1 / 2")]
    [InlineData("private double Direction(double gradient, int step) { double x = -(step / N) + 1; return x * gradient; }", "step / N")]
    [InlineData("private double Direction(double gradient, int step) => gradient * Math.Pow(A, 1 / step);", "1 / step")]
    [InlineData("private double Direction(double gradient, int step) => gradient * (step > 5 ? 1 / step : 1);", "1 / step")]
    [InlineData("private double Direction(double gradient, int step) => gradient * Rate(step); private static double Rate(int step) => 1 / (1 + step);", "1 / (1 + step)")]
    [InlineData("private void Prepare(int step, out double rate) => rate = 1 / (1 + step); private double Direction(double gradient, double rate) => gradient * rate;", "1 / (1 + step)")]
    [InlineData("private static void Measure(double gradient, int step, [Sum] ref double s) => s += gradient * (7 / step); private double Direction(double gradient, double s) => gradient * s;", "7 / step")]
    public void ItIsWarnedOf(string members, string place)
    {
        var warning = Assert.Single(GeneratorHarness.Run(Meaning.Rule(members)).Reported(DiagnosticSeverity.Warning), diagnostic => diagnostic.Id == "FOPT060");
        Assert.Equal(place, warning.Location.SourceTree!.GetText().ToString(warning.Location.SourceSpan));
    }

    [Theory]
    [InlineData("private double Direction(double gradient, int step) => gradient * (1.0 / (1 + step));")]
    [InlineData("private double Direction(double gradient, int step) { int tens = step / 10; return gradient * tens; }")]
    [InlineData("private double Direction(double gradient, int step) => gradient * (double)(step / 10);")]
    [InlineData("private double Direction(double gradient, int step) => gradient * (6 / 2) * (step % 2);")]
    public void WhatIsMeantIsNot(string members) => Assert.DoesNotContain(
        GeneratorHarness.Run(Meaning.Rule(members)).Diagnostics, diagnostic => diagnostic.Id == "FOPT060");
}
