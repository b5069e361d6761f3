using System.Globalization;

namespace FusedOptim.Training.Metrics;

/// <summary>Rows of cells, as text in columns.</summary>
/// <param name="leftColumns">The number of columns of words, which begin at the left. Others have numbers, which end at the
/// right.</param>
/// <param name="gap">What separates columns.</param>
internal sealed class TextTable(int leftColumns, string gap = "  ")
{
    private const int MaximumNameLength = 24;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row, of as many cells as the first.</summary>
    public void Add(IEnumerable<string> cells) => _rows.Add([.. cells]);

    /// <summary>Writes a name in one line, cut off where it is long.</summary>
    public static string Name(string name)
    {
        var line = string.Concat(name.Select(character => char.IsControl(character) ? ' ' : character));
        if (line.Length <= MaximumNameLength)
            return line;
        var length = MaximumNameLength - 1;
        // Not within a pair.
        return line[..(char.IsHighSurrogate(line[length - 1]) ? length - 1 : length)] + "…";
    }

    /// <summary>Writes a share or another number with the digits that matter.</summary>
    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Writes a count.</summary>
    public static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the lines, without an end of the last one.</summary>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length))];
        return string.Join('\n', _rows.Select(row => string.Join(
            gap, row.Select((cell, i) => i < leftColumns ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd()));
    }
}
