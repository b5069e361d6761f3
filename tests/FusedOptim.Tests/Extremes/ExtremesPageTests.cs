namespace FusedOptim.Tests.Extremes;

public sealed class ExtremesPageTests
{
    /// <summary>The page says what every rule does with extreme numbers, and nothing that it does not do.</summary>
    [Fact]
    [Trait("Kind", "Roots")]
    public void ThePageIsWhatTheRulesDo()
    {
        var mistakes = new List<string>();
        var page = ExtremesPage.Write(mistakes).ReplaceLineEndings("\n");
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        var path = Path.Combine(Documentation.RepositoryFolder.Find(), "docs", "extremes.md");
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), page);
    }
}
