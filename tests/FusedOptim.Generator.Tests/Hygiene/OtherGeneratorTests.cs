using System.Globalization;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>A rule that uses what another generator writes is not compiled, and one message says why.</summary>
[Trait("Kind", "Generator")]
public sealed class OtherGeneratorTests
{
    [Theory]
    [InlineData("Shape", "double LearningRate = 0.1, Shape Shape = Shape.Round", "Shape == Shape.Round ? gradient : 2 * gradient", "namespace UserProject; public enum Shape { Round, Square }")]
    [InlineData("Written", "double LearningRate = Written.Rate", "gradient", "namespace UserProject; public static class Written { public const double Rate = 0.5; }")]
    [InlineData("Written", "double LearningRate = 0.1", "Written.Twice(gradient)", "namespace UserProject; public static class Written { public static double Twice(double x) => 2 * x; }")]
    [InlineData("Written", "[System.ComponentModel.DataAnnotations.Range(0.0, Written.Most)] double LearningRate = 0.1", "gradient", "namespace UserProject; public static class Written { public const double Most = 0.5; }")]
    [InlineData("Twice", "double LearningRate = 0.1", "Twice(gradient)", "namespace UserProject; public partial record Rule { private static double Twice(double x) => 2 * x; }")]
    public void OneMessageNamesIt(string name, string hyperparameters, string direction, string written)
    {
        var source =
            $$"""
            using FusedOptim;
            namespace UserProject;
            [UpdateRule]
            public sealed partial record Rule({{hyperparameters}})
            {
                private double Direction(double gradient) => {{direction}};
            }
            """;
        var message = Assert.Single(Run(source, written, out var output));
        Assert.Contains($"'{name}'", message.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("Source0.cs", message.Location.GetLineSpan().Path);
        Assert.DoesNotContain(output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("[UpdateRule, WeightDecay(Written.Number)]")]
    [InlineData("[UpdateRule, AveragedWeights(decay: Written.Number)]")]
    [InlineData("[UpdateRule, TrustRatio(Minimum = Written.Number)]")]
    public void AnArgumentThatIsUnknownIsNotTakenForNone(string attributes)
    {
        var message = Assert.Single(Run(
            $"using FusedOptim;\nnamespace UserProject;\n{attributes} public sealed partial record Rule(double LearningRate = 0.1) {{ private double Direction(double gradient) => gradient; }}",
            "namespace UserProject; public static class Written { public const double Number = 0.25; }", out _));
        Assert.Contains("'Written'", message.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void OfAMistakeTheCompilerAloneSpeaks()
    {
        var messages = Run("using FusedOptim;\n[UpdateRule] public sealed partial record Rule(double LearningRate = 0.1, Shap Shape = default) { private double Direction(double gradient) => gradient; }",
            "namespace UserProject; public enum Shape { Round, Square }", out _);
        Assert.Empty(messages);
    }

    private static IReadOnlyList<Diagnostic> Run(string source, string written, out Compilation output)
    {
        var driver = GeneratorHarness.CreateDriver().AddGenerators([new Writer(written).AsSourceGenerator()])
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Create(source), out output, out _);
        var analyzers = typeof(UpdateRuleGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!).ToList();
        var said = analyzers.Count == 0 ? [] : output.WithAnalyzers([.. analyzers])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. driver.GetRunResult().Diagnostics.Concat(said).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    private sealed class Writer(string text) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) =>
            context.RegisterSourceOutput(context.CompilationProvider, (output, _) => output.AddSource("Written", text));
    }
}
