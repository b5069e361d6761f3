using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>The lines of comma-separated values and the values between their commas: as many in each line, at least so
/// many.</summary>
internal sealed class CsvLines
{
    private readonly string _path;
    private readonly int _answerCount;
    private readonly string _least;
    private readonly LineReader _lines;
    private readonly List<Range> _values = [];

    /// <summary>Starts with the first line of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="answerCount">How many values at the end of a line are not features.</param>
    /// <param name="least">What a line must have, in words.</param>
    public CsvLines(TextReader text, string name, int answerCount, string least)
    {
        (_path, _answerCount, _least) = (name, answerCount, least);
        _lines = new LineReader(text, name);
    }

    /// <summary>Gets the number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Gets how many values a line has.</summary>
    public int ValueCount { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line, good until the next is read; the indexer says where its values are.</param>
    /// <returns>Whether there was one. Empty lines at the end of the file count for nothing.</returns>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        if (!TryReadLine(out line))
        {
            return Number > 0
                ? false
                : throw new InvalidDataException($"{_path} is empty; it must have at least one example.");
        }

        Split(line);
        return true;
    }

    /// <summary>Gets where a value of the current line is.</summary>
    public Range this[int value] => _values[value];

    /// <summary>Makes an exception that names the file and the line.</summary>
    public InvalidDataException Refusal(string fault) => new(Invariant($"{_path}, line {Number}: {fault}"));

    private bool TryReadLine(out ReadOnlySpan<char> line)
    {
        var followsEmpty = false;
        while (_lines.TryRead(out line))
        {
            if (line.IsWhiteSpace())
            {
                followsEmpty = true;
                continue;
            }

            Number++;
            return !followsEmpty
                ? true
                : throw Refusal("the line is empty; only the last lines of a file may be. Remove it.");
        }

        return false;
    }

    private void Split(ReadOnlySpan<char> line)
    {
        _values.Clear();
        foreach (var value in line.Split(','))
            _values.Add(value);
        if (Number == 1)
            ValueCount = _values.Count;
        if (_values.Count == ValueCount && ValueCount > _answerCount)
            return;
        var count = _values.Count == 1 ? "1 value" : $"{_values.Count} values";
        throw Refusal(ValueCount <= _answerCount
            ? $"{count}; there must be {_least}. {CsvAdvice.Separators}{(Number == 1 ? $" {CsvAdvice.Header}" : "")}"
            : Invariant($"{count}; there must be {ValueCount}, as in line 1. {CsvAdvice.ForLine(line)}").TrimEnd());
    }
}
