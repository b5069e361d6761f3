using FusedOptim.Training;
using FusedOptim.Training.Plots;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>Pages whose examples continue each other: all of them are one program, which compiles.</summary>
public sealed class ExamplePagesTests
{
    [Theory]
    [InlineData("docs/data.md")]
    [InlineData("docs/formats.md")]
    [InlineData("docs/plots.md")]
    [InlineData("docs/stepping.md")]
    public void TheExamplesAreAProgram(string page)
    {
        var project = TestCompilation.Create(new DocumentationPage(page).SourceFiles);
        GeneratorHarness.Run(project
            .WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(
                MetadataReference.CreateFromFile(typeof(Trainer).Assembly.Location),
                MetadataReference.CreateFromFile(typeof(Figure).Assembly.Location))).AssertClean();
    }
}
