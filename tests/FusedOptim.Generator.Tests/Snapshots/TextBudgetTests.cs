using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Snapshots;

/// <summary>Generated text stays short enough to be read.</summary>
[Trait("Kind", "Generator")]
public sealed class TextBudgetTests
{
    private const int LongestLine = 120;
    private const int MostLinesWithRows = 1_600;

    private static readonly Lazy<IReadOnlyList<(string Rule, string Text)>> s_files = new(() =>
    [
        .. RuleSources.Names.SelectMany(rule => GeneratorHarness.Run(RuleSources.Read(rule)).Sources
            .Where(source => source.HintName.StartsWith("UserProject.", StringComparison.Ordinal))
            .Select(source => (rule, source.SourceText.ToString()))),
    ]);

    [Theory]
    [InlineData("AdamW", 320, 16 * 1024)]
    [InlineData("Lamb", 500, 32 * 1024)]
    public void ARule(string rule, int mostLines, int mostBytes)
    {
        var files = s_files.Value.Where(file => file.Rule == rule).Select(file => file.Text).ToList();
        Assert.NotEmpty(files);
        Assert.InRange(files.Sum(Lines), 1, mostLines);
        Assert.InRange(files.Sum(System.Text.Encoding.UTF8.GetByteCount), 1, mostBytes);
    }

    [Fact]
    public void ShippedRulesOfElements() =>
        Assert.InRange(s_files.Value.GroupBy(file => file.Rule).Where(rule => !SeesRows(rule)).Sum(LinesOf), 10_000, 18_000);

    [Fact]
    public void ShippedRulesOfRowsAndColumns() => Assert.All(
        s_files.Value.GroupBy(file => file.Rule).Where(SeesRows),
        rule => Assert.True(LinesOf(rule) <= MostLinesWithRows, $"{rule.Key} has {LinesOf(rule)} lines"));

    [Fact]
    public void NoLineIsTooLong() => Assert.DoesNotContain(s_files.Value.SelectMany(file => file.Text.Split('\n')), line => line.Length > LongestLine);

    private static bool SeesRows(IEnumerable<(string Rule, string Text)> files) =>
        files.Any(file => file.Text.Contains("UsesView = true", StringComparison.Ordinal));

    private static int LinesOf(IEnumerable<(string Rule, string Text)> files) => files.Sum(file => Lines(file.Text));

    private static int Lines(string text) => text.Count(character => character == '\n');
}
