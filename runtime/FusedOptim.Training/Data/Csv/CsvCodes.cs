using FusedOptim.Generator.Frontend;

namespace FusedOptim.Training.Data;

/// <summary>The different texts of a column of labels or categories, each with a code, in the order in which they are found or
/// stated.</summary>
internal sealed class CsvCodes
{
    /// <summary>The code of a text that says that the value is missing.</summary>
    public const int Missing = -1;

    private readonly CsvRows _rows;
    private readonly string _kind;
    private readonly string? _statedBy;
    private readonly Dictionary<string, int> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spellingLookup;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _lines = [];

    /// <summary>Starts without texts, or with those that are stated.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="kind">What the texts are, in messages: label or category.</param>
    /// <param name="stated">All texts that there may be; <see langword="null"/> if any may.</param>
    /// <param name="statedBy">The option that states them.</param>
    public CsvCodes(CsvRows rows, int column, string kind, IReadOnlyList<string>? stated, string statedBy)
    {
        _rows = rows;
        _kind = kind;
        _statedBy = stated is null ? null : statedBy;
        _spellingLookup = _spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        Column = column;
        foreach (var text in stated ?? [])
            Add(text, line: 0);
    }

    /// <summary>Gets the column.</summary>
    public int Column { get; }

    /// <summary>Gets the text of each code.</summary>
    public IReadOnlyList<string> Texts => _texts;

    /// <summary>Gets the number of the line that each text was found in first.</summary>
    public IReadOnlyList<int> Lines => _lines;

    /// <summary>Gets the code of a value.</summary>
    /// <exception cref="InvalidDataException">The value is not one of those that are stated, or not a text.</exception>
    public int GetCode(ReadOnlySpan<char> value)
    {
        if (_spellingLookup.TryGetValue(value, out var code))
            return code;
        code = FindCode(value);
        _spellings.Add(value.ToString(), code);
        return code;
    }

    /// <summary>Gets whether there are so many texts that the column is probably something else.</summary>
    /// <param name="rowCount">The number of rows.</param>
    public bool AreTooMany(int rowCount) => _statedBy is null && _texts.Count > 100 && _texts.Count > rowCount / 2;

    private int FindCode(ReadOnlySpan<char> value)
    {
        if (!CsvQuotes.TryGetText(value, out var text))
            throw _rows.Refusal(Column, $"the {_kind} '{CsvAdvice.Show(value)}': {CsvAdvice.OpenQuote}");
        if (_codes.TryGetValue(text, out var code))
            return code;
        if (_rows.Numbers.IsMissing(text))
            return Missing;
        if (text.Contains('\0'))
            throw _rows.Refusal(Column, $"the {_kind} '{CsvAdvice.Show(text)}' is not a text. {CsvAdvice.ZeroByte}");
        if (text.Contains('\uFFFD'))
            throw _rows.Refusal(Column, $"the {_kind} '{CsvAdvice.Show(text)}': {CsvAdvice.OtherEncoding}");
        if (_statedBy is null)
            return Add(text, _rows.Line);
        return _rows.Numbers.TryReadWhole(text, out var number) && _codes.TryGetValue(Invariant($"{number}"), out code)
            ? code
            : throw _rows.Refusal(Column, Unknown(text));
    }

    private int Add(string text, int line)
    {
        _codes.Add(text, _texts.Count);
        _texts.Add(text);
        _lines.Add(line);
        return _texts.Count - 1;
    }

    private string Unknown(string text) =>
        $"the {_kind} '{CsvAdvice.Show(text)}' is not in {_statedBy}. " +
        (NearestName.Find(text, _texts) is { } nearest ? $"Did you mean '{nearest}'?" : $"It has {CsvAdvice.List(_texts)}.");
}
