namespace FusedOptim.Tests.Documentation;

public sealed class OptimizersPageTests
{
    [Fact]
    public void ThePageIsWhatTheRulesSay()
    {
        var page = OptimizersPage.Write();
        var path = Path.Combine(Repository(), "docs", "optimizers.md");
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), page);
    }

    [Fact]
    public void FortyRulesAreShipped() => Assert.InRange(OptimizersPage.Rules.Count, 40, int.MaxValue);

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FusedOptim.sln")))
        {
            folder = Path.GetDirectoryName(folder) ??
                throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below the repository.");
        }

        return folder;
    }
}
