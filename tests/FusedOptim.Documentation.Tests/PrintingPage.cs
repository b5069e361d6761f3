using System.Text;
using System.Text.RegularExpressions;

namespace FusedOptim.Documentation.Tests;

/// <summary>
/// A page whose examples print: the examples as one program. The first example is for all; each section is a scope, in which its
/// examples go on from each other; declarations are files of their own.
/// </summary>
internal sealed partial class PrintingPage
{
    // Begins the line that tells which example prints what comes next.
    private const string Mark = "### example ";

    /// <summary>Reads a page.</summary>
    /// <param name="page">Its path from the root.</param>
    public PrintingPage(string page)
    {
        Path = Repository.PathOf(page.Split('/'));
        Text = File.ReadAllText(Path).ReplaceLineEndings("\n");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The text of the page.</summary>
    public string Text { get; }

    /// <summary>How many examples there are.</summary>
    public int ExampleCount => Example().Count(Text);

    /// <summary>The files of the program.</summary>
    public IReadOnlyList<string> SourceFiles()
    {
        var usings = new SortedSet<string>(StringComparer.Ordinal);
        var declarations = new List<string>();
        var statements = new StringBuilder();
        var index = 0;
        foreach (var section in Text.Split("\n## "))
        {
            var isScope = false;
            foreach (Match example in Example().Matches(section))
            {
                var code = Using().Replace(example.Groups["code"].Value, match =>
                {
                    usings.Add($"global {match.Value}");
                    return "";
                });
                if (Declaration().IsMatch(code))
                {
                    declarations.Add(code);
                    index++;
                    continue;
                }

                if (index > 0 && !isScope)
                {
                    statements.Append("{\n");
                    isScope = true;
                }

                statements.Append($"Console.WriteLine(\"{Mark}{index++}\");\n").Append(code);
            }

            if (isScope)
                statements.Append("}\n");
        }

        return [string.Concat(usings.Select(line => line + "\n")), .. declarations, statements.ToString()];
    }

    /// <summary>The page with what a run of the program printed, below the examples that printed it.</summary>
    public string WithOutput(string output)
    {
        var printed = output.ReplaceLineEndings("\n").Split(Mark).Skip(1).Select(part => part.Split('\n', 2))
            .ToDictionary(part => int.Parse(part[0]), part => part[1]);
        var index = 0;
        return Example().Replace(Text, match =>
        {
            var text = printed.GetValueOrDefault(index++, "");
            var example = $"```csharp\n{match.Groups["code"].Value}```";
            return match.Groups["text"].Success || text.Length > 0 ? $"{example}\n\n```text\n{text}```" : example;
        });
    }

    [GeneratedRegex(@"^```csharp\n(?<code>(?:(?!```).)*)^```(?<text>\n\n```text\n(?:(?!```).)*```)?", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^using [\w.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\A\s*(\[|public )")]
    private static partial Regex Declaration();
}
