using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Frontend;
using FusedOptim.Generator.IR;

namespace FusedOptim.Documentation.Tests;

/// <summary>docs/language.md says what the generator says, and all of it.</summary>
public sealed class LanguagePageTests
{
    private static readonly string s_page = LanguagePage.Write();

    [Fact]
    public void ThePageIsWhatTheGeneratorSays()
    {
        var path = Repository.PathOf("docs", "language.md");
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, s_page);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), s_page);
    }

    [Fact]
    public void ThePageIsWhole()
    {
        Assert.All(
            OpTable.All.Select(row => row.Value.Description).OfType<string>(),
            description => Assert.Contains($"| `{description.Split("), ")[0].Replace("|", "\\|")}", s_page));
        Assert.All(KnownMethods.Exact.Keys.Concat(KnownMethods.UniformOnly), name => Assert.Contains($"| `Math.{name}(", s_page));
        Assert.All(
            typeof(Elementwise).GetMethods().Where(method => method.IsStatic && method.ReturnType == typeof(double)),
            method => Assert.Contains($"| `Elementwise.{method.Name}(", s_page));
        Assert.All(Descriptors.ById.Keys, id => Assert.Contains($"| [{id}](", s_page));
        Assert.All(LanguagePage.Attributes, attribute => Assert.Contains($"| `[{attribute.Name.Replace("Attribute", "")}]`", s_page));
    }
}
