using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Documentation;

/// <summary>The examples of docs/formats.md compile.</summary>
public sealed class FormatsPageTests
{
    [Fact]
    public void TheExamplesAreAProgram()
    {
        var project = TestCompilation.Create(new DocumentationPage("docs/formats.md").SourceFiles);
        GeneratorHarness.Run(project
            .WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))).AssertClean();
    }
}
