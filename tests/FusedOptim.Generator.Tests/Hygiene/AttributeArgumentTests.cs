using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>The arguments of attributes mean what they read as.</summary>
[Trait("Kind", "Generator")]
public sealed class AttributeArgumentTests
{
    [Theory]
    [InlineData("[WeightDecay(0)]", 0)]
    [InlineData("[WeightDecay(0L)]", 0)]
    [InlineData("[WeightDecay(0f)]", 0)]
    [InlineData("[WeightDecay(0.0)]", 0)]
    [InlineData("[WeightDecay(1)]", 1)]
    [InlineData("[WeightDecay(0.25)]", 0.25)]
    [InlineData("[WeightDecay]", 0)]
    [InlineData("[WeightDecay(WeightDecayKind.L2)]", 0)]
    [InlineData("[WeightDecay(WeightDecayKind.L2, 0)]", 0)]
    [InlineData("[WeightDecay(0, 2)]", 2)]
    [InlineData("[WeightDecay(coefficient: 0)]", 0)]
    public void TheCoefficientOfWeightDecay(string attribute, double coefficient) =>
        Assert.Equal(coefficient, Default(attribute, "WeightDecay"));

    [Theory]
    [InlineData("[L1(0)]", "L1", 0)]
    [InlineData("[ClipByValue(2)]", "ClipValue", 2)]
    [InlineData("[AveragedWeights(0)]", "AverageDecay", 0)]
    [InlineData("[Lookahead]", "LookaheadInterval", 5)]
    [InlineData("[Lookahead(6)]", "LookaheadInterval", 6)]
    [InlineData("[Lookahead(6)]", "LookaheadRate", 0.5)]
    [InlineData("[Lookahead(6, 1)]", "LookaheadRate", 1)]
    [InlineData("[Lookahead(rate: 0, interval: 7)]", "LookaheadRate", 0)]
    [InlineData("[TrustRatio(3)]", "TrustCoefficient", 3)]
    public void TheCoefficientOfAnotherModifier(string attribute, string hyperparameter, double coefficient) =>
        Assert.Equal(coefficient, Default(attribute, hyperparameter));

    [Theory]
    [InlineData("[Scalar(\"kept_value\")]", "Over.Tensor")]
    [InlineData("[Scalar(\"kept_value\", Over.Model)]", "Over.Model")]
    [InlineData("[Scalar(Key = \"kept_value\")]", "Over.Tensor")]
    [InlineData("[Scalar(Over.Model, Key = \"kept_value\")]", "Over.Model")]
    public void TheKeyOfAScalar(string attribute, string scope)
    {
        var run = GeneratorHarness.Run(Meaning.Rule(
            $"private static void Prepare({attribute} ref double kept) => kept += 1; private double Direction(double gradient, double kept) => gradient * kept;"));
        Assert.Empty(run.CompilerDiagnostics);
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains($"\"kept_value\", {scope}", StringComparison.Ordinal));
    }

    [Fact]
    public void TheKeysOfTwoScalarsDiffer() => Assert.Equal(["FOPT009"], GeneratorHarness.Run(Meaning.Rule(
        "private static void Prepare([Scalar(\"k\")] ref double a, [Scalar(\"k\")] ref double b) => a += b; private double Direction(double gradient, double a, double b) => gradient * a * b;"))
        .Refusals.Select(refusal => refusal.Id));

    private static double Default(string attribute, string hyperparameter)
    {
        var run = GeneratorHarness.Run(Meaning.Rule("private double Direction(double gradient) => gradient;")
            .Replace("[UpdateRule", attribute + "[UpdateRule", StringComparison.Ordinal));
        Assert.Empty(run.Refusals.Select(refusal => refusal.ToString()));
        Assert.Empty(run.CompilerDiagnostics);
        using var assembly = run.Load();
        return assembly.Rule().Schema.Hyperparameters.Single(schema => schema.Name == hyperparameter).Default;
    }
}
