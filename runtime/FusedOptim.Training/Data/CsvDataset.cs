using System.Globalization;
using System.IO.Compression;

namespace FusedOptim.Training;

/// <summary>
/// Reads data sets from files of comma-separated values: a line for each example, without a header; numbers with a
/// point; last in a line the label, a whole number from 0, or target values.
/// </summary>
public static class CsvDataset
{
    /// <summary>Reads features and a label from a file, or, where its name ends in ".gz", what gzip compressed in
    /// it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of classes is below 1.</exception>
    /// <exception cref="InvalidDataException">The file has no examples, or a line has another number of values than the
    /// first, or a value that is no finite number or no label; or it is not what gzip wrote.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static Dataset Load(string path, int? classCount = null)
    {
        if (classCount is { } stated)
            ArgumentRange.AtLeast(1, stated, nameof(classCount));
        using var reader = Open(path);
        var features = new List<float>();
        var labels = new List<int>();
        foreach (var (line, values) in ReadLines(reader, path, 1, "at least one feature and a label"))
        {
            AddNumbers(features, values, ..^1, path, line);
            const NumberStyles style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
            if (!int.TryParse(values[^1], style, CultureInfo.InvariantCulture, out var label) ||
                label >= (classCount ?? int.MaxValue))
            {
                var largest = classCount is null ? "" : $" to {classCount - 1}";
                throw new InvalidDataException(
                    $"{path}, line {line}: the label '{values[^1]}' is no whole number from 0{largest}.");
            }

            labels.Add(label);
        }

        return new Dataset(features.ToArray(), labels.ToArray(), classCount);
    }

    /// <summary>Reads features and target values, for regression, from a file or what gzip compressed in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targetCount">How many values at the end of a line are targets; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of targets is below 1.</exception>
    /// <exception cref="InvalidDataException">The file has no examples, or a line has another number of values than the
    /// first or no feature, or a value that is no finite number; or it is not what gzip wrote.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static Dataset LoadWithTargets(string path, int targetCount = 1)
    {
        ArgumentRange.AtLeast(1, targetCount);
        using var reader = Open(path);
        var features = new List<float>();
        var targets = new List<float>();
        var count = 0;
        foreach (var (line, values) in ReadLines(
            reader, path, targetCount, $"at least one feature and {targetCount} target values"))
        {
            AddNumbers(features, values, ..^targetCount, path, line);
            AddNumbers(targets, values, ^targetCount.., path, line);
            count++;
        }

        return new Dataset(features.ToArray(), targets.ToArray(), count);
    }

    private static StreamReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new StreamReader(Decompress(path))
            : new StreamReader(path);
    }

    private static MemoryStream Decompress(string path)
    {
        using var compressed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var content = new MemoryStream();
        try
        {
            compressed.CopyTo(content);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path} is not what gzip writes: {exception.Message}", exception);
        }

        content.Position = 0;
        return content;
    }

    /// <summary>The values of each line, which is one at least, and their number the same in all.</summary>
    /// <param name="reader">The content.</param>
    /// <param name="path">The file.</param>
    /// <param name="answers">How many values are no features.</param>
    /// <param name="least">What a line must have, in words.</param>
    private static IEnumerable<(int Line, string[] Values)> ReadLines(
        StreamReader reader, string path, int answers, string least)
    {
        var size = 0;
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            // A last empty line is no example.
            if (text.Length == 0 && reader.Peek() < 0)
                break;
            var values = text.Split(',');
            if (line == 1)
                size = values.Length;
            if (values.Length != size || size <= answers)
            {
                var expected = size <= answers ? $"{least}, with commas between them" : $"{size}, as line 1 has";
                throw new InvalidDataException(
                    $"{path}, line {line}: {values.Length} values; there must be {expected}.");
            }

            yield return (line, values);
        }

        if (size == 0)
            throw new InvalidDataException($"{path} is empty; it must have at least one example.");
    }

    private static void AddNumbers(List<float> numbers, string[] values, Range range, string path, int line)
    {
        var (start, count) = range.GetOffsetAndLength(values.Length);
        for (var i = start; i < start + count; i++)
        {
            var isNumber = float.TryParse(values[i], CultureInfo.InvariantCulture, out var number);
            if (!isNumber || !float.IsFinite(number))
            {
                var advice = line == 1 && !isNumber ? "; the file must have no header" : "";
                throw new InvalidDataException(
                    $"{path}, line {line}: value {i + 1}, '{values[i]}', is no finite number{advice}.");
            }

            numbers.Add(number);
        }
    }
}
