namespace FusedOptim.Generator.Spelling;

/// <summary>Breaks lines that are too long, between the parts of a statement and the words of a comment.</summary>
internal static class LineWrapping
{
    public const int LongestLine = 120;

    private static readonly string[] Comments = ["/// ", "//   ", "// "];

    // The outermost parts first. A break is behind these.
    private static readonly string[] Breaks = ["=> ", "= ", "{ ", ", ", "? ", "+ ", "- ", "* ", "/ ", "(", "<"];

    /// <summary>The lines of a text, without their indentation. Continued statements are indented once more.</summary>
    public static IEnumerable<string> Wrap(string text, int indentation)
    {
        var comment = Comments.FirstOrDefault(comment => text.StartsWith(comment, StringComparison.Ordinal));
        var next = comment ?? "    ";
        while (indentation + text.Length > LongestLine)
        {
            var end = comment is null ? EndOfStatementPart(text, LongestLine - indentation) : EndOfWord(text, LongestLine - indentation, comment);
            if (end <= 0)
                break;
            yield return text.Substring(0, end).TrimEnd();
            text = next + text.Substring(end).TrimStart();
        }

        yield return text;
    }

    private static int EndOfWord(string text, int most, string comment)
    {
        var end = text.LastIndexOf(' ', most);
        return end < comment.Length + 1 || (comment == Comments[0] && IsInTag(text, end)) ? -1 : end;
    }

    // An attribute of a tag is not broken.
    private static bool IsInTag(string text, int index) =>
        text.LastIndexOf('<', index) > text.LastIndexOf('>', index);

    private static int EndOfStatementPart(string text, int most)
    {
        var first = text.Length - text.TrimStart().Length;
        // A right side that is too long for a line is broken itself.
        foreach (var part in Breaks.Where(part => !part.EndsWith("= ", StringComparison.Ordinal) || Fits(part)).Concat(["= "]))
        {
            for (var at = text.LastIndexOf(part, most - part.TrimEnd().Length, StringComparison.Ordinal); at > first;
                at = text.LastIndexOf(part, at - 1, StringComparison.Ordinal))
            {
                if (!IsInText(text, at) && !IsStartOfOperator(part, text, at))
                    return at + part.Length;
            }
        }

        return -1;

        bool Fits(string part) => text.LastIndexOf(part, most, StringComparison.Ordinal) is > 0 and var at &&
            text.Length - at - part.Length + 4 <= most;
    }

    // Of a comparison or a shift, which is not the start of type arguments.
    private static bool IsStartOfOperator(string part, string text, int at) => part == "<" && text[at + 1] is '=' or '<';

    private static bool IsInText(string text, int index)
    {
        var isIn = false;
        for (var i = 0; i < index; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                isIn = !isIn;
        }

        return isIn;
    }
}
