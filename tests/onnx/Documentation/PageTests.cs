using System.Text.RegularExpressions;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.OnnxTests.Documentation;

/// <summary>The examples of docs/onnx.md are lines of a program that runs.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void TheExamplesRun()
    {
        var current = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("fusedoptim-onnx-");
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            Assert.Equal("""["0","1","2","3","4","5","6","7","8","9"]""", Examples.Run());
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
        var program = Lines(File.ReadAllText(Repository.PathOf("tests/onnx/Documentation/Examples.cs")));
        var blocks = Block().Matches(File.ReadAllText(Repository.PathOf("docs/onnx.md"))).Select(match => Lines(match.Groups["text"].Value)).ToList();
        Assert.Equal(2, blocks.Count);
        Assert.All(blocks.SelectMany(block => block), line => Assert.Contains(line, program));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^```csharp\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
