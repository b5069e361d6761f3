using System.Text.RegularExpressions;

namespace FusedOptim.Documentation.Tests;

/// <summary>The links of a page to files, folders and headings of this repository.</summary>
internal static partial class PageLinks
{
    /// <summary>The targets of links in a text that lead nowhere.</summary>
    /// <param name="page">The path of the page from the root, from which links are followed.</param>
    /// <param name="text">The page, or a part of it.</param>
    public static IEnumerable<string> Broken(string page, string text) => Targets(text).Where(target => !Exists(page, target));

    /// <summary>The targets of links that are not of the web.</summary>
    public static IEnumerable<string> Targets(string text) => Link().Matches(text)
        .Select(match => match.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal));

    private static bool Exists(string page, string target)
    {
        var (file, heading) = target.Split('#') is [var path, var anchor] ? (path, anchor) : (target, null);
        var full = Repository.PathOf(page);
        if (file.Length > 0)
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(full)!, file));
        return heading is null
            ? File.Exists(full) || Directory.Exists(full)
            : File.Exists(full) && Headings(File.ReadAllText(full).ReplaceLineEndings("\n")).Contains(heading);
    }

    // As GitHub makes anchors of headings.
    private static HashSet<string> Headings(string text) =>
    [
        .. Heading().Matches(text).Select(match =>
            Punctuation().Replace(match.Groups["title"].Value.ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
