using System.Text.RegularExpressions;

namespace FusedOptim.Packages.Tests;

/// <summary>
/// The files that a page shows: the blocks of code whose first line is a comment with a path, <c>// Program.cs</c> or
/// <c>&lt;!-- App.csproj --&gt;</c>.
/// </summary>
internal static partial class PageFiles
{
    /// <summary>Reads the files of a page.</summary>
    /// <param name="page">The text of the page.</param>
    public static IEnumerable<(string Path, string Text)> Read(string page) => Block().Matches(page.ReplaceLineEndings("\n"))
        .Select(static match => (match.Groups["path"].Value, match.Groups["text"].Value));

    [GeneratedRegex(
        @"^```\w+\n(?<text>(?://|<!--) (?<path>[\w./-]+\.\w+)(?: -->)?\n.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
