using nietras.SeparatedValues;

namespace FusedOptim.Training.Data;

/// <summary>The rows of a CSV file that have values, after its header: all with as many values as the first row.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvText _text;
    private readonly SepReader _reader;
    private readonly CsvOptions _options;
    private bool _isFirst = true;
    private bool _isFirstPending;

    public CsvRows(
        CsvSource source, CsvOptions options, IProgress<CsvProgress>? progress, CancellationToken cancellationToken)
    {
        Name = source.Name;
        _options = options;
        _text = new CsvText(source, options, progress, cancellationToken);
        if (_text.FirstLine.IsEmpty)
            throw new InvalidDataException($"{Name} is empty; it must have at least one example.");
        Separator = options.Separator ?? _text.Separator ?? FindSeparator(_text.FirstLine.Span, options.DecimalComma);
        _reader = OpenReader();
        Numbers = new CsvNumbers(options);
        _reader.MoveNext();
        ColumnCount = Current.ColCount;
        IsHeaderDetected = options.Header is null && !HasNumber();
        if (IsHeaderDetected || options.Header == true)
            Header = ReadHeader();
        else
            _isFirstPending = true;
    }

    /// <summary>Gets the name of the file in messages.</summary>
    public string Name { get; }

    /// <summary>Gets what reads values as numbers.</summary>
    public CsvNumbers Numbers { get; }

    /// <summary>Gets the character between values.</summary>
    public char Separator { get; }

    /// <summary>Gets the number of values in a row.</summary>
    public int ColumnCount { get; }

    /// <summary>Gets the names of the columns; <see langword="null"/> without a header.</summary>
    public string[]? Header { get; }

    /// <summary>Gets whether the first row was taken for a header because it has no number.</summary>
    public bool IsHeaderDetected { get; }

    /// <summary>Gets the current row, good until the next is read.</summary>
    public SepReader.Row Current => _reader.Current;

    /// <summary>Gets the number of the first line of the current row, from 1.</summary>
    // Without a header, the reader has gone back before its first row, but not in lines.
    public int Line => _isFirst ? FirstLine : Current.LineNumberFrom + _text.SkippedLines;

    /// <summary>Gets the number of the first row's line.</summary>
    public int FirstLine => 1 + _text.SkippedLines;

    /// <summary>Gets or sets the number of examples so far, for reports.</summary>
    public long RowCount
    {
        get => _text.RowCount;
        set => _text.RowCount = value;
    }

    /// <summary>Goes to the next row that has values.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryRead()
    {
        if (_isFirstPending)
        {
            _isFirstPending = false;
            return true;
        }

        var followsBlank = false;
        while (TryAdvance())
        {
            var row = Current;
            if (row.ColCount == 1 && IsComment(row.Span))
                continue;
            if (row.ColCount == 1 && row.Span.IsWhiteSpace())
            {
                followsBlank = true;
                continue;
            }

            if (row.ColCount != ColumnCount)
                throw Refusal(CsvAdvice.OtherCount(this));
            if (followsBlank && ColumnCount == 1 && _options.MissingValues != MissingValues.SkipRows)
                throw Refusal(CsvAdvice.BlankLine);
            return true;
        }

        return false;
    }

    /// <summary>Reads numbers of the current row.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="numbers">Receives the numbers; NaN for those that are missing.</param>
    /// <param name="isAnswer">Whether they are target values.</param>
    /// <returns>The number of missing ones.</returns>
    /// <exception cref="InvalidDataException">A value is not a number.</exception>
    public int ReadNumbers(int[] columns, Span<float> numbers, bool isAnswer)
    {
        var row = Current;
        var missing = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            if (!Numbers.TryRead(row[columns[i]].Span, out numbers[i]))
                throw Refusal(columns[i], CsvAdvice.NotANumber(this, columns[i], isAnswer, _options));
            missing += float.IsNaN(numbers[i]) ? 1 : 0;
        }

        return missing;
    }

    /// <summary>Finds the first number that is missing; there must be one.</summary>
    public static int FindMissing(ReadOnlySpan<float> numbers)
    {
        var place = 0;
        while (!float.IsNaN(numbers[place]))
            place++;
        return place;
    }

    /// <summary>Reports that all rows have been read.</summary>
    public void ReportEnd() => _text.Report();

    /// <summary>Makes an exception that names the file and the line.</summary>
    public InvalidDataException Refusal(string fault) => new(Invariant($"{Name}, line {Line}: {fault}"));

    /// <summary>Makes an exception that names the file, the line and the column.</summary>
    public InvalidDataException Refusal(int column, string fault) =>
        new(Invariant($"{Name}, line {Line}, {Describe(column)}: {fault}"));

    /// <summary>Gets the words for a column: its number, from 1, with its name or else its index.</summary>
    public string Describe(int column) => Header is null
        ? Invariant($"column {column + 1} (index {column})")
        : Invariant($"column {column + 1} '{CsvAdvice.Show(Header[column])}'");

    public void Dispose()
    {
        _reader.Dispose();
        _text.Dispose();
    }

    private static char FindSeparator(ReadOnlySpan<char> line, bool isDecimalComma)
    {
        ReadOnlySpan<char> known = isDecimalComma ? [';', '\t', '|'] : [';', '\t', '|', ','];
        var best = isDecimalComma ? ';' : ',';
        var most = 0;
        foreach (var separator in known)
        {
            var (count, isInQuotes) = (0, false);
            foreach (var character in line)
            {
                isInQuotes ^= character == '"';
                count += character == separator && !isInQuotes ? 1 : 0;
            }

            if (count > most)
                (best, most) = (separator, count);
        }

        return best;
    }

    private bool IsComment(ReadOnlySpan<char> row) => _options.Comment is { } comment && row.Length == 1 && row[0] == comment;

    private bool TryAdvance()
    {
        _isFirst = false;
        try
        {
            return _reader.MoveNext();
        }
        catch (NotSupportedException)
        {
            throw CsvAdvice.TooLong(Name, Current.LineNumberToExcl + _text.SkippedLines);
        }
    }

    private SepReader OpenReader()
    {
        try
        {
            // Rows with another number of values, and quotes, have messages of ours.
            return new SepReaderOptions(new Sep(Separator)) { HasHeader = false, DisableColCountCheck = true }.From(_text);
        }
        catch (NotSupportedException)
        {
            throw CsvAdvice.TooLong(Name, FirstLine);
        }
    }

    private bool HasNumber()
    {
        for (var i = 0; i < ColumnCount; i++)
        {
            var value = Current[i].Span;
            // A missing value is that of an example, unless it is empty: names of columns may be.
            if (Numbers.IsNumber(value) || Numbers.IsMissing(value) && !CsvQuotes.Strip(value).IsEmpty)
                return true;
        }

        return false;
    }

    // Names that are empty or repeated get the number of their column.
    private string[] ReadHeader()
    {
        var names = new string[ColumnCount];
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ColumnCount; i++)
        {
            var value = Current[i].Span;
            if (!CsvQuotes.TryGetText(value, out var name))
                throw Refusal(Invariant($"the name of column {i + 1}, '{CsvAdvice.Show(value)}': {CsvAdvice.OpenQuote}"));
            if (name.Contains('\0'))
                throw Refusal(Invariant($"the name of column {i + 1}, '{CsvAdvice.Show(value)}': {CsvAdvice.ZeroByte}"));
            if (name.Contains('\uFFFD'))
                throw Refusal(Invariant($"the name of column {i + 1}, '{CsvAdvice.Show(value)}': {CsvAdvice.OtherEncoding}"));
            names[i] = name.Length == 0 ? Invariant($"column {i + 1}") : name;
            while (!known.Add(names[i]))
                names[i] += Invariant($" (column {i + 1})");
        }

        return names;
    }
}
