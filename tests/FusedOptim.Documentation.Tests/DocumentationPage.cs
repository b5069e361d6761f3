using System.Text.RegularExpressions;

namespace FusedOptim.Documentation.Tests;

/// <summary>A page of documentation: its examples, as the source files of one program.</summary>
internal sealed partial class DocumentationPage
{
    private readonly string _text;

    /// <summary>Reads a page.</summary>
    /// <param name="path">Its path from the root.</param>
    public DocumentationPage(string path) => _text = File.ReadAllText(Repository.PathOf(path.Split('/'))).ReplaceLineEndings("\n");

    /// <summary>The examples that declare a rule or a function.</summary>
    public IEnumerable<string> Rules => Blocks("csharp").Where(IsRule);

    /// <summary>
    /// A file for each rule or function; and one for the statements, each example going on where the one before ended, with the namespaces
    /// that they use in front.
    /// </summary>
    public IReadOnlyList<string> SourceFiles
    {
        get
        {
            var lines = Blocks("csharp").Where(block => !IsRule(block)).SelectMany(block => block.Split('\n')).ToList();
            var usings = lines.Where(line => UsingDirective().IsMatch(line)).Distinct();
            var statements = lines.Where(line => !UsingDirective().IsMatch(line));
            return [.. Rules, string.Join('\n', [.. usings, .. statements])];
        }
    }

    /// <summary>The code of a language.</summary>
    /// <param name="language">What stands behind the fence.</param>
    public IEnumerable<string> Blocks(string language) => Fence().Matches(_text)
        .Where(match => match.Groups["language"].Value == language)
        .Select(match => match.Groups["code"].Value);

    /// <summary>Code without the indentation of its lines, as quotes of it are compared.</summary>
    public static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));

    private static bool IsRule(string block) =>
        block.Contains("[UpdateRule", StringComparison.Ordinal) || block.Contains("[ElementwiseFunction", StringComparison.Ordinal);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^using [\w.]+;")]
    private static partial Regex UsingDirective();
}
