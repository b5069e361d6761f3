using System.Text.RegularExpressions;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.TorchTests.Documentation;

/// <summary>The examples of docs/torchsharp.md are lines of a program that compiles and runs.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void TheExamplesRun()
    {
        var current = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("fusedoptim-torchsharp-");
        try
        {
            Examples.TorchSharpPage.Run(folder.FullName);
        }
        finally
        {
            Directory.SetCurrentDirectory(current);
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("docs/torchsharp.md", 12)]
    [InlineData("runtime/FusedOptim.TorchSharp/README.md", 1)]
    public void ThePageHasTheLinesOfTheProgram(string path, int blockCount)
    {
        var program = Lines(File.ReadAllText(Repository.PathOf("tests/torchsharp/Documentation/Examples.cs")));
        var page = File.ReadAllText(Repository.PathOf(path));
        var blocks = Block().Matches(page).Select(match => Lines(match.Groups["text"].Value)).ToList();
        Assert.True(blocks.Count >= blockCount);
        Assert.All(blocks.SelectMany(block => block), line => Assert.Contains(line, program));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A block that is a file is built in FusedOptim.Packages.Tests.
    [GeneratedRegex(@"^```csharp\n(?!// [\w./-]+\.cs\n)(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
