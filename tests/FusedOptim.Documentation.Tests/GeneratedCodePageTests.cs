namespace FusedOptim.Documentation.Tests;

/// <summary>Rules and kernels that README.md and docs/generated-code.md quote are those of the sources and the generator.</summary>
public sealed class GeneratedCodePageTests
{
    private const string Page = "docs/generated-code.md";

    [Theory]
    [InlineData("README.md")]
    [InlineData(Page)]
    public void TheKernelIsTheGeneratedOne(string path)
    {
        var page = new DocumentationPage(path);
        var kernel = GeneratorHarness.RunClean(page.Rules.First()).Sources
            .Single(source => source.HintName.Contains("Kernels", StringComparison.Ordinal)).SourceText.ToString();
        Assert.Contains(DocumentationPage.Unindented(Assert.Single(page.Blocks("cs"))), DocumentationPage.Unindented(kernel));
    }

    [Fact]
    public void AdamWIsTheShippedOne()
    {
        var shipped = File.ReadAllLines(Repository.PathOf("runtime", "FusedOptim", "Rules", "AdamW.cs"))
            .Where(line => !line.StartsWith("///", StringComparison.Ordinal));
        Assert.Contains(Record(new DocumentationPage(Page).Rules.First().Split('\n')), Record(shipped));
    }

    private static string Record(IEnumerable<string> lines) =>
        string.Join('\n', lines.SkipWhile(line => !line.StartsWith("[UpdateRule", StringComparison.Ordinal))).Trim();
}
