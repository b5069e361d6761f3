using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Generator.Tests.Semantics;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Attributes of the project's own do not lead to complaints about generated code, where nothing can be mended.</summary>
[Trait("Kind", "Generator")]
public sealed class UserAttributeTests
{
    [Theory]
    [InlineData("[Obsolete]")]
    [InlineData("[Obsolete(\"x\")]")]
    [InlineData("[Obsolete(\"x\", DiagnosticId = \"MINE001\")]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"MINE002\")]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"x\")]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.RequiresDynamicCode(\"x\")]")]
    [InlineData("[System.Runtime.Versioning.RequiresPreviewFeatures]")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]")]
    [InlineData("[return: System.Diagnostics.CodeAnalysis.NotNull]")]
    public void AMethodWithAnAttribute(string attribute)
    {
        foreach (var members in new[]
        {
            $"{attribute} private double Direction(double gradient) => gradient * 2;",
            $"{attribute} private static void Measure(double gradient, [Sum] ref double s) => s += gradient; {attribute} private static void Prepare(double s, out double t) => t = 2 * s; {attribute} private double Direction(double gradient, double t) => gradient * t; {attribute} private static double Evaluate(double parameter) => parameter;",
        })
        {
            AssertNothingIsSaidOfGeneratedCode(Meaning.Rule(attribute.StartsWith("[return", StringComparison.Ordinal)
                ? members.Replace(attribute + " private static void", "private static void", StringComparison.Ordinal) : members, Plain));
        }
    }

    [Theory]
    [InlineData("[Obsolete(\"x\")]")]
    [InlineData("[Obsolete(\"x\", true)]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"MINE003\")]")]
    [InlineData("[Serializable]")]
    public void ARecordWithAnAttribute(string attribute) => AssertNothingIsSaidOfGeneratedCode(
        Meaning.Rule("private double Direction(double gradient, [State(\"m\")] ref double m) => m = 0.5 * m + gradient;", Plain)
            .Replace("[UpdateRule", attribute + "[UpdateRule", StringComparison.Ordinal));

    [Theory]
    [InlineData("[Obsolete(\"x\")]", "")]
    [InlineData("", "[Obsolete(\"x\")]")]
    [InlineData("", "[Obsolete(\"x\", true)]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.Experimental(\"MINE004\")]", "")]
    [InlineData("", "[System.Diagnostics.CodeAnalysis.Experimental(\"MINE005\")]")]
    public void AnEnumerationWithAnAttribute(string ofTheType, string ofAValue) => AssertNothingIsSaidOfGeneratedCode(
        Meaning.Rule(
            "#pragma warning disable\nprivate double Direction(double gradient) => Shape == Shape.Round ? gradient : 2 * gradient;",
            $"double LearningRate = 0.1,\n#pragma warning disable\nShape Shape = Shape.Round") +
        $"\n/// <summary>S.</summary>\n{ofTheType} public enum Shape {{ /// <summary>R.</summary>\nRound, /// <summary>Q.</summary>\n{ofAValue} Square }}");

    [Fact]
    public void AMethodThatIsObsoleteAsAnErrorIsRefusedAtItsName()
    {
        var refusal = Assert.Single(GeneratorHarness.Run(Meaning.Rule(
            "[Obsolete(\"x\", true)] private double Direction(double gradient) => gradient;")).Refusals);
        Assert.Equal("FOPT005", refusal.Id);
    }

    [Fact]
    public void AnAssemblyThatIsClsCompliant() => AssertNothingIsSaidOfGeneratedCode(
        Meaning.Rule("private double Direction(double gradient) => gradient;", Plain)
            .Replace("namespace UserProject;", "[assembly: System.CLSCompliant(true)]\nnamespace UserProject;", StringComparison.Ordinal));

    private const string Plain = "double LearningRate = 0.1";

    private static void AssertNothingIsSaidOfGeneratedCode(string source)
    {
        var run = GeneratorHarness.Run(TestCompilation.Create(source).WithOptions(TestCompilation.Create().Options
            .WithGeneralDiagnosticOption(ReportDiagnostic.Error)));
        Assert.Empty(run.Refusals);
        Assert.NotEmpty(run.Sources);
        var trees = run.Sources.Select(generated => generated.SyntaxTree).ToHashSet();
        Assert.Empty(run.Output.GetDiagnostics().Where(diagnostic => !diagnostic.IsSuppressed &&
            diagnostic.Severity >= DiagnosticSeverity.Warning && trees.Contains(diagnostic.Location.SourceTree!)));
    }
}
