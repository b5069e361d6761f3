using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>The examples of docs/functions.md compile, and print what they say.</summary>
public sealed class FunctionsPageTests
{
    private static readonly DocumentationPage s_page = new("docs/functions.md");

    [Fact]
    public void TheExamplesAreAProgram()
    {
        var project = TestCompilation.Create(s_page.SourceFiles);
        var run = GeneratorHarness.Run(project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication)));
        run.AssertClean();
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal(2, s_page.Rules.Count());
    }

    [Fact]
    public void TheResultsAreThose()
    {
        using var assembly = GeneratorHarness.RunClean(s_page.Rules).Load();
        var leakyRelu = assembly.Function("LeakyRelu", ("Slope", 0.1));
        var (values, derivatives) = leakyRelu.Differentiate([-2, -1, 0, 1, 2]);
        Assert.Equal([-0.2, -0.1, 0, 1, 2], values);
        Assert.Equal([0.1, 0.1, 0.1, 1, 1], derivatives);
        assembly.Function("HuberLoss").Verify(Inputs.OfLengths(20));
    }
}
