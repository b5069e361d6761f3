namespace FusedOptim.Training.Data;

/// <summary>Shortens comments to the character that they start with, so that lines keep their numbers and nothing else in a comment
/// is taken for a quote or a separator.</summary>
/// <param name="comment">The character.</param>
internal sealed class CommentFilter(char comment)
{
    private bool _isInComment;
    private bool _isInQuotes;
    private bool _isAtStart = true;

    /// <summary>Filters the next characters of a text, in place.</summary>
    /// <returns>The number of characters that are left.</returns>
    public int Apply(Span<char> text)
    {
        var kept = 0;
        foreach (var character in text)
        {
            var isLineEnd = character is '\r' or '\n';
            if (isLineEnd)
                _isInComment = false;
            if (_isInComment)
                continue;
            _isInComment = _isAtStart && !_isInQuotes && character == comment;
            _isInQuotes ^= character == '"' && !_isInComment;
            _isAtStart = isLineEnd;
            text[kept++] = character;
        }

        return kept;
    }
}
