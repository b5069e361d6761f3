using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Data;

/// <summary>Advice on what of a CSV file cannot be read.</summary>
internal static class CsvAdvice
{
    public const string OpenQuote =
        "its quotes are not closed. Enclose the whole value in quotes, and write a quote within it twice.";

    public const string OtherEncoding =
        $"it has bytes that are not text in the encoding of the file. Save the file as UTF-8, or set {nameof(CsvOptions.Encoding)}, such " +
        "as to Encoding.Latin1.";

    public const string ZeroByte =
        "There is a zero byte: the file is damaged, or its text is UTF-16 without a byte order mark. Save it as UTF-8, or set " +
        $"{nameof(CsvOptions.Encoding)} to Encoding.Unicode.";

    public const string BlankLine =
        "an empty line comes before it. In a file with one column that is a missing value: remove the line, or set " +
        $"{nameof(CsvOptions.MissingValues)} to {nameof(MissingValues.SkipRows)}.";

    public const string ForFraction =
        $"Use {nameof(CsvDataset.LoadWithTargets)} for regression. If the numbers are names of classes, state them in " +
        $"{nameof(CsvOptions.ClassNames)}.";

    public const string ManyLabels =
        $"Use {nameof(CsvDataset.LoadWithTargets)} for regression, or state the column of the labels by {nameof(CsvOptions.Label)}. If " +
        $"these are the classes, state them in {nameof(CsvOptions.ClassNames)}.";

    public const string DoubtfulHeader =
        $"If the line is a header, set {nameof(CsvOptions.Header)} to true; otherwise set it to false.";

    // The number of characters of a value, and of values, that a message has.
    private const int ShownLength = 40;
    private const int ShownCount = 10;

    /// <summary>Makes an exception for a line that the parser cannot hold.</summary>
    public static InvalidDataException TooLong(string name, int line) => new(Invariant(
        $"{name}, line {line}: the line is too long; a line must have fewer than {CsvText.MaximumLineLength} characters. If its quotes ") +
        "are not closed, close them.");

    /// <summary>Says that a row has another number of values than the first, and what to do.</summary>
    public static string OtherCount(CsvRows rows)
    {
        var row = rows.Current;
        var advice = row.Span.Contains('\0')
            ? $" {ZeroByte}"
            : row.Span.Contains('"')
            ? " Check its quotes: they enclose a whole value, and a quote within it is written twice."
            : row.ColCount == rows.ColumnCount + 1 && row[^1].Span.IsWhiteSpace()
            ? " Remove the separator at its end."
            : Separators(row.Span, rows.Separator) is { } other ? ForSeparator(other) : "";
        return Invariant($"there {Count(row.ColCount, "value")}; there must be {rows.ColumnCount}, as in line {rows.FirstLine}.") + advice;
    }

    /// <summary>Says that there are no columns for features.</summary>
    public static string TooFewColumns(CsvRows rows, AnswerKind kind)
    {
        var needed = kind switch
        {
            AnswerKind.Labels => "at least one feature and a label",
            AnswerKind.Targets => "at least one feature and the target values",
            _ => "at least one feature",
        };
        var row = rows.Current.Span;
        var advice = rows.ColumnCount > 1
            ? ""
            : Separators(row, rows.Separator) is { } other
            ? ForSeparator(other)
            : row.Trim().Contains(' ') ? ForSeparator(' ') : $" If values are separated, set {nameof(CsvOptions.Separator)}.";
        return $"there {Count(rows.ColumnCount, "column")}; there must be {needed}." + advice;
    }

    /// <summary>Says why a file has no examples.</summary>
    public static string NoExamples(CsvRows rows, bool isSkipped)
    {
        if (isSkipped)
            return $"{rows.Name}: values are missing in every row, and such rows are left out.";
        var advice = rows.IsHeaderDetected
            ? $" It is taken for one because none of its values is a number. If it is an example, set {nameof(CsvOptions.Header)} to false."
            : "";
        return Invariant($"{rows.Name} has a header, line {rows.FirstLine}, and no examples.{advice}");
    }

    /// <summary>Says that a value is missing, and what to do.</summary>
    public static string MissingValue(ReadOnlySpan<char> value, bool canBeKept, bool isLast)
    {
        value = value.Trim();
        var what = value.IsEmpty ? "the value is missing." : $"the value is missing ('{Show(value)}').";
        var advice = canBeKept
            ? $"Fill it in, or set {nameof(CsvOptions.MissingValues)} to {nameof(MissingValues.SkipRows)}, or to " +
                $"{nameof(MissingValues.Keep)} for an Imputation."
            : $"Fill it in, or set {nameof(CsvOptions.MissingValues)} to {nameof(MissingValues.SkipRows)}.";
        var more = value.IsEmpty
            ? isLast ? $" If lines end with a separator, set {nameof(CsvOptions.Ignored)} to [^1]." : ""
            : $" If it is a value, set {nameof(CsvOptions.MissingMarkers)} to other texts.";
        return $"{what} {advice}{more}";
    }

    /// <summary>Says that a value is not a number, and what to do.</summary>
    /// <param name="rows">The rows, of which the current one has the value.</param>
    /// <param name="column">The column.</param>
    /// <param name="isAnswer">Whether the value is a target.</param>
    /// <param name="options">How the file is read.</param>
    public static string NotANumber(CsvRows rows, int column, bool isAnswer, CsvOptions options)
    {
        var value = rows.Current[column].Span;
        return $"'{Show(value)}' is not a finite number. {ForNumber(rows, column, isAnswer, options)}";
    }

    /// <summary>Gets a value as messages have it: not too long, and with names for what is not seen.</summary>
    public static string Show(ReadOnlySpan<char> value)
    {
        var shown = new StringBuilder();
        foreach (var character in value[..Math.Min(value.Length, ShownLength)])
        {
            if (char.IsControl(character))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            else
                shown.Append(character);
        }

        return shown.Append(value.Length > ShownLength ? "…" : "").ToString();
    }

    /// <summary>Gets some names as messages have them.</summary>
    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(ShownCount).Select(name => $"\"{Show(name)}\"")) +
        (names.Count > ShownCount ? Invariant($" and {names.Count - ShownCount} more") : "");

    private static string ForNumber(CsvRows rows, int column, bool isAnswer, CsvOptions options)
    {
        var value = rows.Current[column].Span;
        if (value.Contains('\0'))
            return ZeroByte;
        if (!CsvQuotes.TryGetText(value, out var text))
            return $"A value begins here, and {OpenQuote}";
        if (Separators(value, rows.Separator) is { } other)
            return ForSeparator(other).Trim();
        if (ForComma(text, options.DecimalComma) is { } forComma)
            return forComma;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return Invariant($"Numbers of single precision go from {float.MinValue:R} to {float.MaxValue:R}.");
        if (rows.RowCount > 0)
        {
            var orMissing = text.Length > ShownLength
                ? ""
                : $", or if it means that the value is missing, set {nameof(CsvOptions.MissingMarkers)} to [.. {nameof(CsvOptions)}." +
                    $"{nameof(CsvOptions.DefaultMissingMarkers)}, \"{Show(text)}\"]";
            return $"No value before it in the column is a text. Correct it{orMissing}." +
                (isAnswer ? "" : $" If the column has texts, state it in {nameof(CsvOptions.Categories)} or {nameof(CsvOptions.Ignored)}.");
        }

        var name = rows.Header is { } header ? $"\"{header[column]}\"" : Invariant($"{column}");
        var advice = isAnswer
            ? $"Use {nameof(CsvDataset.Load)} for labels that are texts."
            : (options.Label is null ? $"If the column is the label, set {nameof(CsvOptions.Label)} to {name}; if" : "If") +
                $" its texts are categories, set {nameof(CsvOptions.Categories)} to [{name}]; if it is not a feature, set " +
                $"{nameof(CsvOptions.Ignored)} to [{name}].";
        return rows.Line == rows.FirstLine
            ? Invariant($"If line {rows.FirstLine} is a header, set {nameof(CsvOptions.Header)} to true. {advice}")
            : advice;
    }

    private static string? ForComma(string text, bool isDecimalComma)
    {
        if (!text.AsSpan().ContainsAny('.', ',') || text.AsSpan().ContainsAnyExcept("+-.,0123456789eE"))
            return null;
        return isDecimalComma
            ? $"{nameof(CsvOptions.DecimalComma)} is set: write decimals with a comma, and remove points."
            : $"If the comma is a decimal comma, set {nameof(CsvOptions.DecimalComma)}; if it separates thousands, remove it.";
    }

    // Another separator in a text, which the file may have.
    private static char? Separators(ReadOnlySpan<char> text, char separator)
    {
        foreach (var other in (ReadOnlySpan<char>)[';', '\t', '|', ','])
        {
            // A comma may be that of a decimal.
            if (other != separator && text.Contains(other) && (other != ',' || text.Count(',') > 1))
                return other;
        }

        return null;
    }

    private static string ForSeparator(char separator) => separator switch
    {
        '\t' => $" If tabs separate values, set {nameof(CsvOptions.Separator)} to '\\t'.",
        ';' or '|' => $" If '{separator}' separates values, set {nameof(CsvOptions.Separator)} to it.",
        ' ' => $" If single spaces separate values, set {nameof(CsvOptions.Separator)} to ' '.",
        _ => $" If commas separate values, set {nameof(CsvOptions.Separator)} to ','.",
    };

    private static string Count(int count, string thing) =>
        count == 1 ? $"is 1 {thing}" : Invariant($"are {count} {thing}s");
}
