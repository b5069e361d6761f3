using FusedOptim.Generator.Frontend;

namespace FusedOptim.Training.Data;

/// <summary>
/// The classes of a column of labels. While rows are read, each different text gets a code; which class it is, is known when all
/// texts are.
/// </summary>
internal sealed class CsvLabels
{
    /// <summary>The code of a label that is missing.</summary>
    public const int Missing = -1;

    // Fewer are taken for classes however few rows there are.
    private const int ManyClasses = 100;

    private readonly CsvRows _rows;
    private readonly CsvOptions _options;
    private readonly int _column;
    private readonly Dictionary<string, int> _spellings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spellingLookup;
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private readonly List<int> _lines = [];

    /// <summary>Starts with the classes that are stated, if any.</summary>
    public CsvLabels(CsvRows rows, CsvOptions options, int column)
    {
        _rows = rows;
        _options = options;
        _column = column;
        _spellingLookup = _spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in options.ClassNames ?? [])
            _codes.Add(name, _codes.Count);
    }

    /// <summary>Gets the code of a label.</summary>
    /// <exception cref="InvalidDataException">The label is not one of the classes that are stated, or not a text.</exception>
    public int GetCode(ReadOnlySpan<char> value)
    {
        if (_spellingLookup.TryGetValue(value, out var code))
            return code;
        code = FindCode(value);
        _spellings.Add(value.ToString(), code);
        return code;
    }

    /// <summary>Replaces codes by classes.</summary>
    /// <param name="codes">The code of each example.</param>
    /// <returns>The number of classes, and their names, or <see langword="null"/> for numbers from 0.</returns>
    public (int Count, IReadOnlyList<string>? Names) Resolve(Span<int> codes)
    {
        if (_options.ClassNames is { } stated)
            return (stated.Count, stated);
        if (_texts.Count > ManyClasses && _texts.Count > codes.Length / 2)
        {
            throw new InvalidDataException(
                Invariant($"{_rows.Name}, {_rows.Describe(_column)}: there are {_texts.Count} different labels in {codes.Length} rows. ") +
                CsvAdvice.ManyLabels);
        }

        var numbers = new long[_texts.Count];
        var wholeCount = 0;
        for (var i = 0; i < numbers.Length; i++)
            wholeCount += _rows.Numbers.TryReadWhole(_texts[i], out numbers[i]) ? 1 : 0;
        if (wholeCount == numbers.Length)
            return ResolveNumbers(codes, numbers);
        CheckTexts(codes);
        string[] names = [.. _texts.Order(StringComparer.Ordinal)];
        int[] classes = [.. _texts.Select(text => Array.BinarySearch(names, text, StringComparer.Ordinal))];
        Replace(codes, classes);
        return (names.Length, names);
    }

    private static (int Count, IReadOnlyList<string>? Names) ResolveNumbers(Span<int> codes, long[] numbers)
    {
        if (numbers.Min() == 0 && numbers.Max() < int.MaxValue)
        {
            Replace(codes, [.. numbers.Select(number => (int)number)]);
            return ((int)numbers.Max() + 1, null);
        }

        long[] known = [.. numbers.Distinct().Order()];
        Replace(codes, [.. numbers.Select(number => Array.BinarySearch(known, number))]);
        return (known.Length, [.. known.Select(number => Invariant($"{number}"))]);
    }

    private static void Replace(Span<int> codes, int[] classes)
    {
        foreach (ref var code in codes)
            code = classes[code];
    }

    private int FindCode(ReadOnlySpan<char> value)
    {
        if (!CsvQuotes.TryGetText(value, out var text))
            throw _rows.Refusal(_column, $"the label '{CsvAdvice.Show(value)}': {CsvAdvice.OpenQuote}");
        if (_codes.TryGetValue(text, out var code))
            return code;
        if (_rows.Numbers.IsMissing(text))
            return Missing;
        if (text.Contains('\0'))
            throw _rows.Refusal(_column, $"the label '{CsvAdvice.Show(text)}' is not a text. {CsvAdvice.ZeroByte}");
        if (text.Contains('\uFFFD'))
            throw _rows.Refusal(_column, $"the label '{CsvAdvice.Show(text)}': {CsvAdvice.OtherEncoding}");
        if (_options.ClassNames is { } stated)
        {
            return _rows.Numbers.TryReadWhole(text, out var number) && _codes.TryGetValue(Invariant($"{number}"), out code)
                ? code
                : throw _rows.Refusal(_column, UnknownClass(text, stated));
        }

        code = _codes.Count;
        _codes.Add(text, code);
        _texts.Add(text);
        _lines.Add(_rows.Line);
        return code;
    }

    private static string UnknownClass(string text, IReadOnlyList<string> classes) =>
        $"the label '{CsvAdvice.Show(text)}' is not in {nameof(CsvOptions.ClassNames)}. " +
        (NearestName.Find(text, classes) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"The classes are {CsvAdvice.List(classes)}.");

    // Texts are names of classes, unless they show that something else is wrong.
    private void CheckTexts(ReadOnlySpan<int> codes)
    {
        var isNumber = _texts.ConvertAll(text => _rows.Numbers.IsNumber(text));
        var other = isNumber.IndexOf(false);
        if (other < 0)
        {
            var part = _texts.FindIndex(text => !_rows.Numbers.TryReadWhole(text, out _));
            throw Refusal(part, $"the label '{CsvAdvice.Show(_texts[part])}' is a number that is not whole. " + CsvAdvice.ForFraction);
        }

        // A header whose other names are numbers.
        if (_options.Header is null && !_rows.IsHeaderDetected && other == 0 && isNumber.Count > 1 &&
            isNumber.LastIndexOf(false) == 0 && _lines[0] == _rows.FirstLine && codes[1..].IndexOf(0) < 0)
        {
            throw Refusal(0, $"the label '{CsvAdvice.Show(_texts[0])}' is the only one that is not a number. " + CsvAdvice.DoubtfulHeader);
        }
    }

    private InvalidDataException Refusal(int code, string fault) =>
        new(Invariant($"{_rows.Name}, line {_lines[code]}, {_rows.Describe(_column)}: {fault}"));
}
