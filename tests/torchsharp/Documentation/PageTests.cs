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

    [Fact]
    public void ThePageHasTheLinesOfTheProgram()
    {
        var program = Lines(File.ReadAllText(Repository.PathOf("tests/torchsharp/Documentation/Examples.cs")));
        var page = File.ReadAllText(Repository.PathOf("docs/torchsharp.md"));
        var blocks = Block().Matches(page).Select(match => Lines(match.Groups["text"].Value)).ToList();
        Assert.True(blocks.Count > 8);
        Assert.All(blocks.SelectMany(block => block), line => Assert.Contains(line, program));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
