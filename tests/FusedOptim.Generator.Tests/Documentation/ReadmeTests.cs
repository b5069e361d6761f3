using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Training;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Documentation;

/// <summary>README.md says what is so: its examples compile, and what it quotes is in the sources.</summary>
public sealed class ReadmeTests
{
    private static readonly DocumentationPage s_readme = new("README.md");

    [Fact]
    public void TheExamplesAreAProgram()
    {
        var project = TestCompilation.Create(s_readme.SourceFiles);
        var run = GeneratorHarness.Run(project
            .WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(MetadataReference.CreateFromFile(typeof(Trainer).Assembly.Location)));
        run.AssertClean();
        // An example whose fence is not understood would go unnoticed.
        Assert.Equal(3, s_readme.Rules.Count());
    }

    [Fact]
    public void AdamWIsTheShippedOne()
    {
        var shipped = File.ReadAllLines(Repository.PathOf("runtime", "FusedOptim", "Rules", "AdamW.cs"))
            .Where(line => !line.StartsWith("///", StringComparison.Ordinal));
        Assert.Contains(Record(s_readme.Rules.First().Split('\n')), Record(shipped));
    }

    [Fact]
    public void TheKernelIsTheGeneratedOne()
    {
        var kernel = GeneratorHarness.RunClean(s_readme.Rules.First()).Sources
            .Single(source => source.HintName.Contains("Vector512", StringComparison.Ordinal)).SourceText.ToString();
        Assert.Contains(DocumentationPage.Unindented(Assert.Single(s_readme.Blocks("cs"))), DocumentationPage.Unindented(kernel));
    }

    [Fact]
    public void TheTablesNameEveryShippedRuleOnce() => Assert.Equal(
        UpdateRules.Shipped.Select(rule => rule.Name).Order(StringComparer.Ordinal), s_readme.RulesInTables.Order(StringComparer.Ordinal));

    private static string Record(IEnumerable<string> lines) =>
        string.Join('\n', lines.SkipWhile(line => !line.StartsWith("[UpdateRule", StringComparison.Ordinal))).Trim();
}
