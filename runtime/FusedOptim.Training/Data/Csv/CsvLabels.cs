namespace FusedOptim.Training.Data;

/// <summary>
/// The classes of a column of labels. While rows are read, each different text gets a code; which class it is, is known when all
/// texts are.
/// </summary>
internal sealed class CsvLabels(CsvRows rows, CsvOptions options, int column)
{
    private readonly CsvCodes _codes = new(rows, column, "label", options.ClassNames, nameof(CsvOptions.ClassNames));

    /// <summary>Gets the code of a label.</summary>
    /// <exception cref="InvalidDataException">The label is not one of the classes that are stated, or not a text.</exception>
    public int GetCode(ReadOnlySpan<char> value) => _codes.GetCode(value);

    /// <summary>Replaces codes by classes.</summary>
    /// <param name="codes">The code of each example.</param>
    /// <returns>The number of classes, and their names, or <see langword="null"/> for numbers from 0.</returns>
    public (int Count, IReadOnlyList<string>? Names) Resolve(Span<int> codes)
    {
        if (options.ClassNames is { } stated)
            return (stated.Count, stated);
        var texts = _codes.Texts;
        if (_codes.AreTooMany(codes.Length))
        {
            throw new InvalidDataException(
                Invariant($"{rows.Name}, {rows.Describe(column)}: there are {texts.Count} different labels in {codes.Length} rows. ") +
                CsvAdvice.ManyLabels);
        }

        var numbers = new long[texts.Count];
        var wholeCount = 0;
        for (var i = 0; i < numbers.Length; i++)
            wholeCount += rows.Numbers.TryReadWhole(texts[i], out numbers[i]) ? 1 : 0;
        if (wholeCount == numbers.Length)
            return ResolveNumbers(codes, numbers);
        CheckTexts(codes);
        string[] names = [.. texts.Order(StringComparer.Ordinal)];
        Replace(codes, [.. texts.Select(text => Array.BinarySearch(names, text, StringComparer.Ordinal))]);
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

    // Texts are names of classes, unless they show that something else is wrong.
    private void CheckTexts(ReadOnlySpan<int> codes)
    {
        List<bool> isNumber = [.. _codes.Texts.Select(text => rows.Numbers.IsNumber(text))];
        var other = isNumber.IndexOf(false);
        if (other < 0)
        {
            var part = 0;
            while (rows.Numbers.TryReadWhole(_codes.Texts[part], out _))
                part++;
            throw Refusal(part, "is a number that is not whole. " + CsvAdvice.ForFraction);
        }

        // A header whose other names are numbers.
        if (options.Header is null && !rows.IsHeaderDetected && other == 0 && isNumber.Count > 1 &&
            isNumber.LastIndexOf(false) == 0 && _codes.Lines[0] == rows.FirstLine && codes[1..].IndexOf(0) < 0)
        {
            throw Refusal(0, "is the only one that is not a number. " + CsvAdvice.DoubtfulHeader);
        }
    }

    private InvalidDataException Refusal(int code, string fault) => new(
        Invariant($"{rows.Name}, line {_codes.Lines[code]}, {rows.Describe(column)}: ") +
        $"the label '{CsvAdvice.Show(_codes.Texts[code])}' {fault}");
}
