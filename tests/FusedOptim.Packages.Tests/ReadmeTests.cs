using System.Text.RegularExpressions;

namespace FusedOptim.Packages.Tests;

/// <summary>The examples of README.md, run by a new user: an empty folder, an empty package cache.</summary>
[Collection(PackedPackages.Collection)]
public sealed partial class ReadmeTests(PackedPackages packages)
{
    private static readonly string s_readme = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void TheFirstProgramLearns()
    {
        var folder = CreateFolder();
        Assert.Matches(@"^(9\d\.\d|100\.0) ?% of 200 new points", folder.Dotnet("run -c Release spirals.cs"));
    }

    [Fact]
    public void TheProgramWithACsvFilePrintsProbabilities()
    {
        var folder = CreateFolder();
        folder.Write("iris.csv", Flowers());
        var printed = folder.Dotnet("run -c Release iris.cs");
        Assert.Contains("setosa", printed, StringComparison.Ordinal);
        Assert.Equal(3, Probability().Count(printed));
    }

    [Fact]
    public void TheRulesCompileAndTheirTestsPass()
    {
        var folder = CreateFolder();
        // The project of the page of FusedOptim.Testing; its own rule stays out.
        folder.Write("Tests.csproj", PageFiles.Read(packages.ById["FusedOptim.Testing"].Text("README.md")).Single(static file => file.Path == "Tests.csproj").Text
            .Replace("</PropertyGroup>", "<EnableDefaultCompileItems>false</EnableDefaultCompileItems></PropertyGroup>", StringComparison.Ordinal)
            .Replace("</ItemGroup>", "<Compile Include=\"Careful.cs;CarefulTests.cs;MyAdamW.cs\" /></ItemGroup>", StringComparison.Ordinal));
        folder.Dotnet("test -c Release", ("FUSEDOPTIM_ACCEPT_SNAPSHOTS", "1"));
        Assert.Contains("Passed:     2", folder.Dotnet("test -c Release"), StringComparison.Ordinal);
    }

    private EmptyFolder CreateFolder()
    {
        var folder = packages.CreateFolder();
        folder.WriteFilesOf(s_readme);
        return folder;
    }

    // Three kinds that differ in length, as a spreadsheet saves them.
    private static string Flowers()
    {
        string[] kinds = ["setosa", "versicolor", "virginica"];
        var rows = Enumerable.Range(0, 150).Select(i => FormattableString.Invariant(
            $"{1 + i % 3 + i % 7 * 0.1:F1};{3 - i % 5 * 0.1:F1};\"{kinds[i % 3]}\""));
        return $"\"length\";\"width\";\"species\"\r\n{string.Join("\r\n", rows)}\r\n";
    }

    [GeneratedRegex(@"^(setosa|versicolor|virginica): \d+\.\d ?%", RegexOptions.Multiline)]
    private static partial Regex Probability();
}
