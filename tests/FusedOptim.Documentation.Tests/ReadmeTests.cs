namespace FusedOptim.Documentation.Tests;

/// <summary>README.md is short, and its first program comes first. FusedOptim.Packages.Tests runs its examples.</summary>
public sealed class ReadmeTests
{
    private const int LongestReadme = 180;
    private const int EndOfTheFirstProgram = 40;

    private static readonly string[] s_lines = File.ReadAllLines(Repository.PathOf("README.md"));

    [Fact]
    public void TheReadmeIsShort() => Assert.InRange(s_lines.Length, 1, LongestReadme);

    [Fact]
    public void TheFirstProgramIsAtTheTop() =>
        Assert.InRange(Array.IndexOf(s_lines, "```"), 1, EndOfTheFirstProgram);

    [Fact]
    public void EveryLinkLeadsToAFileOfTheRepository() =>
        Assert.Empty(PageLinks.Broken("README.md", string.Join('\n', s_lines)));
}
