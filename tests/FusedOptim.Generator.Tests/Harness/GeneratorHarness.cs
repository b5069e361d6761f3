using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>
/// Runs the generators, and the analyzers beside them, over source text. Every run asserts what must hold of all: nothing
/// throws, a second run is cached, and nothing of the compiler is held by the models.
/// </summary>
internal static class GeneratorHarness
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(UpdateRuleGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>A driver that remembers the steps of its runs.</summary>
    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new UpdateRuleGenerator().AsSourceGenerator(), new ElementwiseFunctionGenerator().AsSourceGenerator()],
        parseOptions: TestCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs over a project of the given files.</summary>
    public static GeneratorRun Run(params IEnumerable<string> sources) => Run(TestCompilation.Create(sources));

    /// <summary>Runs over a project whose generated code must compile without a warning.</summary>
    public static GeneratorRun RunClean(params IEnumerable<string> sources)
    {
        var run = Run(sources);
        run.AssertClean();
        return run;
    }

    /// <summary>Runs over a compilation.</summary>
    public static GeneratorRun Run(CSharpCompilation compilation)
    {
        var driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult();
        AssertNoException(result);
        Incrementality.AssertHoldsNothingOfTheCompiler(result);
        Incrementality.AssertCachedAfterUnrelatedEdits(driver, compilation);

        var diagnostics = result.Diagnostics;
        if (!s_analyzers.IsEmpty)
        {
            diagnostics = diagnostics.AddRange(
                output.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult());
        }

        return new GeneratorRun((CSharpCompilation)output, [.. result.Results.SelectMany(generator => generator.GeneratedSources)], diagnostics);
    }

    /// <summary>Fails with the exception that a generator let escape, if one did.</summary>
    public static void AssertNoException(GeneratorDriverRunResult result)
    {
        foreach (var generator in result.Results)
            Assert.True(generator.Exception is null, $"The generator threw.{Environment.NewLine}{generator.Exception}");
    }
}
