using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>
/// The text of a CSV file from its first line on that is neither empty nor a comment nor states the separator. The first line can be looked at before it is
/// read. Progress is reported, and cancellation looked for, as the text is read.
/// </summary>
internal sealed class CsvText : TextReader
{
    /// <summary>A line has fewer characters: the parser holds lines in a buffer of at most 2²⁴.</summary>
    public const int MaximumLineLength = 16_000_000;

    private const int CharactersOfReport = 1 << 22;

    private readonly CsvSource _source;
    private readonly CommentFilter? _comments;
    private readonly IProgress<CsvProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private char[] _head = new char[1 << 12];
    private int _start;
    private int _end;
    private int _unreported;

    public CsvText(CsvSource source, CsvOptions options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        _source = source;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _comments = options.Comment is { } comment ? new CommentFilter(comment) : null;
        FindFirstLine(options.Comment);
    }

    /// <summary>Gets the first line, without its end; empty if there is none. It can be looked at until the text is read.</summary>
    public ReadOnlyMemory<char> FirstLine { get; private set; }

    /// <summary>Gets the separator that a line such as "sep=;" before the first line states; <see langword="null"/> without one.</summary>
    public char? Separator { get; private set; }

    /// <summary>Gets the number of lines before the first one.</summary>
    public int SkippedLines { get; private set; }

    /// <summary>Gets or sets the number of examples so far, for reports.</summary>
    public long RowCount { get; set; }

    public override int Read(Span<char> buffer)
    {
        if (_start == _end)
            return ReadOn(buffer);
        var count = Math.Min(buffer.Length, _end - _start);
        _head.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <summary>Reports the progress.</summary>
    public void Report()
    {
        _unreported = 0;
        _progress?.Report(new CsvProgress(RowCount, _source.Position, _source.Length));
    }

    private int ReadOn(Span<char> buffer)
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var count = _source.Read(buffer);
            _unreported += count;
            if (_unreported >= CharactersOfReport)
                Report();
            if (count == 0 || _comments is null)
                return count;
            count = _comments.Apply(buffer[..count]);
            if (count > 0)
                return count;
        }
    }

    private void FindFirstLine(char? comment)
    {
        var isAtEnd = !TryFill();
        if (_end > 0 && _head[0] == '\uFEFF')
            _start = 1;
        while (true)
        {
            var length = EndOfLine(_head.AsSpan(_start.._end));
            if (length < 0 && !isAtEnd)
            {
                isAtEnd = !TryFill();
                continue;
            }

            var line = _head.AsMemory(_start, length < 0 ? _end - _start : length);
            if (Separator is null && IsSeparatorLine(line.Span))
            {
                Separator = line.Span[^1];
            }
            else if (!line.Span.IsWhiteSpace() && !(line.Length == 1 && line.Span[0] == comment))
            {
                FirstLine = line;
                return;
            }

            _start += line.Length;
            if (length < 0)
                return;
            // The line feed of a pair may not have been read yet.
            if (_start + 1 == _end && _head[_start] == '\r')
                isAtEnd = !TryFill();
            _start += _end - _start > 1 && _head[_start] == '\r' && _head[_start + 1] == '\n' ? 2 : 1;
            SkippedLines++;
        }
    }

    // As Excel writes it and reads it.
    private static bool IsSeparatorLine(ReadOnlySpan<char> line) =>
        line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) &&
        (line[^1] == '\t' || line[^1] is > ' ' and <= '~' and not ('"' or '#') && !char.IsAsciiLetterOrDigit(line[^1]));

    // The first line end that is not quoted.
    private static int EndOfLine(ReadOnlySpan<char> text)
    {
        var isInQuotes = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                isInQuotes = !isInQuotes;
            else if (!isInQuotes && text[i] is '\r' or '\n')
                return i;
        }

        return -1;
    }

    private bool TryFill()
    {
        if (_end == _head.Length)
        {
            if (_start == 0 && _head.Length >= MaximumLineLength)
                throw CsvAdvice.TooLong(_source.Name, SkippedLines + 1);
            var head = _start > 0 ? _head : new char[2 * _head.Length];
            _head.AsSpan(_start.._end).CopyTo(head);
            (_head, _start, _end) = (head, 0, _end - _start);
        }

        // As much as there is room for: each line end is looked for in few pieces, and not from the start again and again.
        var end = _end;
        while (_end < _head.Length && ReadOn(_head.AsSpan(_end)) is > 0 and var count)
            _end += count;
        return _end > end;
    }
}
