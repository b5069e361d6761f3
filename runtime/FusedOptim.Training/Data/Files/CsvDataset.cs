using System.Globalization;
using FusedOptim.Guards;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Data;

/// <summary>
/// Reads data sets from comma-separated values, in files, streams or texts: a line for each example, without a header; plain numbers with a
/// point, without quotes; last in a line the label, a whole number from 0, or target values.
/// </summary>
/// <remarks>
/// Numbers are rounded to the nearest of single precision. Lines end with CR, LF or both; empty lines at the end of a file are
/// left out. A line has fewer than 2²⁶ characters. A file whose name ends in ".gz", or a stream that begins as gzip does, is
/// decompressed as it is read, in memory that does not depend on its length; one that was cut off is refused. Streams and texts
/// are read from their position to their end, need not be able to seek, and stay open.
/// </remarks>
public static class CsvDataset
{
    private const string TextName = "<text>";

    /// <summary>Reads features and a label from a file, or, where its name ends in ".gz", what gzip compressed in
    /// it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label. Labels count from 0: where
    /// those of a file count from 1, class 0 is one more, and has no examples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 1.</exception>
    /// <exception cref="InvalidDataException">The file has no examples, or a line has another number of values than the
    /// first, or a value that is not a finite number or not a label (3 and 3.0 are); or the file is not complete.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static Dataset Load(string path, int? classCount = null)
    {
        using var text = Open(path);
        return Load(text, path, classCount);
    }

    /// <summary>Reads features and a label from a stream of UTF-8, or of what gzip compressed.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="Load(string, int?)" path="/exception"/>
    public static Dataset Load(Stream stream, int? classCount = null)
    {
        using var text = Open(stream);
        return Load(text, StreamArgument.NameOf(stream), classCount);
    }

    /// <summary>Reads features and a label from a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <inheritdoc cref="Load(string, int?)" path="/exception"/>
    public static Dataset Load(TextReader text, int? classCount = null) => Load(text, TextName, classCount);

    /// <summary>Reads features and target values, for regression, from a file or what gzip compressed in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targetCount">How many values at the end of a line are targets; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of targets is below 1.</exception>
    /// <exception cref="InvalidDataException">The file has no examples, or a line has another number of values than the
    /// first or no feature, or a value that is not a finite number; or the file is not complete.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static Dataset LoadWithTargets(string path, int targetCount = 1)
    {
        using var text = Open(path);
        return LoadWithTargets(text, path, targetCount);
    }

    /// <summary>Reads features and target values, for regression, from a stream of UTF-8, or of what gzip compressed.</summary>
    /// <param name="stream">A stream that can be read.</param>
    /// <param name="targetCount">The number of values at the end of a line that are targets; at least 1.</param>
    /// <exception cref="ArgumentException">The stream cannot be read.</exception>
    /// <inheritdoc cref="LoadWithTargets(string, int)" path="/exception"/>
    public static Dataset LoadWithTargets(Stream stream, int targetCount = 1)
    {
        using var text = Open(stream);
        return LoadWithTargets(text, StreamArgument.NameOf(stream), targetCount);
    }

    /// <summary>Reads features and target values, for regression, from a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="targetCount">The number of values at the end of a line that are targets; at least 1.</param>
    /// <inheritdoc cref="LoadWithTargets(string, int)" path="/exception"/>
    public static Dataset LoadWithTargets(TextReader text, int targetCount = 1) => LoadWithTargets(text, TextName, targetCount);

    private static StreamReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = File.OpenRead(path);
        var isCompressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        return new StreamReader(isCompressed ? new GzipContent(file, path) : file);
    }

    private static StreamReader Open(Stream stream)
    {
        StreamArgument.CheckReadable(stream);
        return new StreamReader(GzipContent.Of(stream, StreamArgument.NameOf(stream), out _));
    }

    private static Dataset Load(TextReader text, string name, int? classCount)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (classCount is { } stated)
            Guard.AtLeast(1, stated, nameof(classCount));
        var lines = new CsvLines(text, name, 1, "at least one feature and a label");
        var features = new NumberBlocks<float>();
        var labels = new NumberBlocks<int>();
        while (lines.TryRead(out var line))
        {
            AddNumbers(features, lines, line, ..^1);
            labels.Add(ReadLabel(lines, line, classCount));
        }

        return new Dataset(features.ToArray(), labels.ToArray(), classCount);
    }

    private static Dataset LoadWithTargets(TextReader text, string name, int targetCount)
    {
        ArgumentNullException.ThrowIfNull(text);
        Guard.AtLeast(1, targetCount);
        var lines = new CsvLines(
            text, name, targetCount,
            Invariant($"at least one feature and {targetCount} target {(targetCount == 1 ? "value" : "values")}"));
        var features = new NumberBlocks<float>();
        var targets = new NumberBlocks<float>();
        var count = 0;
        while (lines.TryRead(out var line))
        {
            AddNumbers(features, lines, line, ..^targetCount);
            AddNumbers(targets, lines, line, ^targetCount..);
            count++;
        }

        return new Dataset(features.ToArray(), targets.ToArray(), count);
    }

    private static int ReadLabel(CsvLines lines, ReadOnlySpan<char> line, int? classCount)
    {
        var value = line[lines[lines.ValueCount - 1]];
        // Whole numbers alone, as 3, 3.0 and 3e0 are; what is not one exactly is not rounded to one.
        if (!value.Contains('\0') &&
            int.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var label) &&
            label >= 0 && label < (classCount ?? int.MaxValue))
        {
            return label;
        }

        var isNumber = double.TryParse(value, CultureInfo.InvariantCulture, out var number) && !value.Contains('\0');
        var advice = !isNumber || double.IsNaN(number)
            ? CsvAdvice.ForValue(value, lines.Number, "Number the classes from 0.")
            : double.IsInteger(number) ? "" : $"Use {nameof(LoadWithTargets)} for regression.";
        throw lines.Refusal(
            (Invariant($"the label '{CsvAdvice.Show(value)}' is not a whole number from 0 to {(classCount ?? int.MaxValue) - 1}. ") +
            advice).TrimEnd());
    }

    private static void AddNumbers(NumberBlocks<float> numbers, CsvLines lines, ReadOnlySpan<char> line, Range range)
    {
        var (start, count) = range.GetOffsetAndLength(lines.ValueCount);
        if (numbers.Count + count > Array.MaxLength)
            throw lines.Refusal(Invariant($"the file has too many numbers; a data set can hold {Array.MaxLength}. Split the file."));
        for (var i = start; i < start + count; i++)
        {
            var value = line[lines[i]];
            // Zero bytes after a number are overlooked by the parser.
            if (!float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ||
                !float.IsFinite(number) || value.Contains('\0'))
            {
                throw lines.Refusal(
                    (Invariant($"value {i + 1}, '{CsvAdvice.Show(value)}', is not a finite number. ") +
                    CsvAdvice.ForValue(value, lines.Number)).TrimEnd());
            }

            numbers.Add(number);
        }
    }
}
