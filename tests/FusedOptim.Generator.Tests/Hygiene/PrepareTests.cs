using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>No method of a rule assigns a hyperparameter, Prepare included.</summary>
[Trait("Kind", "Generator")]
public sealed class PrepareTests
{
    [Theory]
    [InlineData("A = 2;")]
    [InlineData("this.A = 2;")]
    [InlineData("(A) = 2;")]
    [InlineData("A += 2;")]
    [InlineData("A++;")]
    [InlineData("--N;")]
    [InlineData("(A, var other) = (1.0, 2.0);")]
    [InlineData("var self = this; self.A = 1;")]
    [InlineData("void Inner() { A = 3; } Inner();")]
    [InlineData("Action set = () => A = 3; set();")]
    [InlineData("for (A = 0; kept > 100; ) { }")]
    [InlineData("Set();")]
    [InlineData("kept += Property;")]
    [InlineData("WeightDecay = 2;")]
    public void AHyperparameterThatPrepareAssignsIsRefused(string statement)
    {
        var run = GeneratorHarness.Run(Meaning.Rule(
            $$"""
            private void Prepare([Scalar] ref double kept) { kept += 1; {{statement}} }
            private double Direction(double gradient, double kept) => gradient * kept;
            private void Set() => A = 4;
            private double Property { get { A = 5; return 1; } }
            """).Replace("[UpdateRule", "[WeightDecay(0.1)][UpdateRule", StringComparison.Ordinal));
        Assert.Equal(["FOPT030"], run.Refusals.Select(refusal => refusal.Id));
    }

    [Theory]
    [InlineData("var other = this with { A = 2 }; kept += other.A;")]
    [InlineData("var a = A; a = 2; kept += a;")]
    [InlineData("kept += new Rule { A = 2 }.A;")]
    [InlineData("var (a, n) = (A, N); kept += a + n;")]
    [InlineData("if (A == 2 || !(N > 3)) kept = -A;")]
    public void WhatPrepareReadsIsNot(string statement) => Assert.DoesNotContain(
        GeneratorHarness.Run(Meaning.Rule(
            $$"""
            private void Prepare([Scalar] ref double kept) { kept += 1; {{statement}} }
            private double Direction(double gradient, double kept) => gradient * kept;
            """)).Refusals, refusal => refusal.Id == "FOPT030");

    [Theory]
    [InlineData("private double Direction(double gradient) { A = 2; return gradient; }")]
    [InlineData("private double Direction(double gradient) { Set(); return gradient; } private void Set() => A++;")]
    [InlineData("private double Direction(double gradient) { A += 2; return gradient; }")]
    [InlineData("private double Direction(double gradient) { --N; return gradient; }")]
    [InlineData("private double Direction(double gradient) => A = gradient;")]
    [InlineData("private void Measure(double gradient, [Sum] ref double s) { s += gradient; N = 2; } private double Direction(double gradient, double s) => gradient * s;")]
    [InlineData("private double Direction(double gradient) => gradient; private double Evaluate(double parameter) { (A, var b) = (2.0, 1.0); return parameter + b; }")]
    public void NorDoesAnyOtherPhase(string members) =>
        Assert.Equal(["FOPT030"], GeneratorHarness.Run(Meaning.Rule(members)).Refusals.Select(refusal => refusal.Id).Distinct());
}
