using System.Globalization;
using System.IO.Compression;

namespace FusedOptim.Training;

/// <summary>
/// Reads data sets from files of comma-separated values: a line for each example, without a header; numbers with a
/// point; the last value of a line is the label, a whole number from 0.
/// </summary>
public static class CsvDataset
{
    /// <summary>Reads a file, or, where its name ends in ".gz", what gzip compressed in it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="InvalidDataException">The file has no examples, or a line has another number of values than the
    /// first, or a value that is no finite number or no label; or it is not what gzip wrote.</exception>
    /// <exception cref="IOException">The file cannot be read; <see cref="FileNotFoundException"/> if there is
    /// none.</exception>
    public static Dataset Load(string path, int? classCount = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? Decompress(path)
            : File.OpenRead(path);
        return Read(new StreamReader(content), path, classCount);
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

    private static Dataset Read(StreamReader reader, string path, int? classCount)
    {
        var features = new List<float>();
        var labels = new List<int>();
        var size = 0;
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            // A last empty line is no example.
            if (text.Length == 0 && reader.Peek() < 0)
                break;
            var values = text.Split(',');
            if (line == 1)
                size = values.Length;
            if (values.Length != size || size < 2)
            {
                var expected = size < 2 ? "at least one feature and a label" : $"{size}, as line 1 has";
                throw new InvalidDataException(
                    $"{path}, line {line}: {values.Length} values; there must be {expected}.");
            }

            for (var i = 0; i < size - 1; i++)
            {
                var isNumber = float.TryParse(values[i], CultureInfo.InvariantCulture, out var feature);
                if (!isNumber || !float.IsFinite(feature))
                {
                    throw new InvalidDataException(
                        $"{path}, line {line}: value {i + 1}, '{values[i]}', is no finite number.");
                }

                features.Add(feature);
            }

            if (!int.TryParse(values[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var label) ||
                label >= (classCount ?? int.MaxValue))
            {
                var largest = classCount is null ? "" : $" to {classCount - 1}";
                throw new InvalidDataException(
                    $"{path}, line {line}: the label '{values[^1]}' is no whole number from 0{largest}.");
            }

            labels.Add(label);
        }

        if (labels.Count == 0)
            throw new InvalidDataException($"{path} is empty; it must have at least one example.");
        return new Dataset([.. features], [.. labels], classCount);
    }
}
