namespace FusedOptim.Tests.Documentation;

public sealed class OptimizersPageTests
{
    [Fact]
    public void ThePageIsWhatTheRulesSay()
    {
        var page = OptimizersPage.Write();
        var path = Path.Combine(RepositoryFolder.Find(), "docs", "optimizers.md");
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), page);
    }

    [Fact]
    public void FortyRulesAreShipped() => Assert.InRange(UpdateRules.Shipped.Count, 40, int.MaxValue);
}
