namespace FusedOptim.Training.Files;

/// <summary>Reads the lines of a text file, in memory that no file makes larger than a limit. Lines end with CR, LF or
/// both.</summary>
/// <param name="reader">The text.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class LineReader(TextReader reader, string path)
{
    /// <summary>A line has fewer characters.</summary>
    public const int MaximumLength = 1 << 26;

    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _skipsLineFeed;
    private int _readCount;

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end, good until the next is read.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        var length = 0;
        while (true)
        {
            if (_skipsLineFeed && _start < _end)
            {
                _skipsLineFeed = false;
                if (_buffer[_start] == '\n')
                    _start++;
            }

            var rest = _buffer.AsSpan(_start.._end);
            var end = rest[length..].IndexOfAny('\r', '\n');
            if (end >= 0)
            {
                line = rest[..(length + end)];
                _skipsLineFeed = rest[line.Length] == '\r';
                _start += line.Length + 1;
                _readCount++;
                return true;
            }

            length = rest.Length;
            if (TryFill())
                continue;
            line = _buffer.AsSpan(_start.._end);
            _start = _end;
            return !line.IsEmpty;
        }
    }

    private bool TryFill()
    {
        var count = _end - _start;
        if (count == MaximumLength)
        {
            throw new InvalidDataException(
                Invariant($"{path}, line {_readCount + 1}: the line is too long; ") +
                Invariant($"a line must have fewer than {MaximumLength} characters."));
        }

        var buffer = count == _buffer.Length ? new char[2 * count] : _buffer;
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        (_buffer, _start, _end) = (buffer, 0, count);
        var read = reader.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
