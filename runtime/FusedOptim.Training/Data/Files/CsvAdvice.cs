using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Data;

/// <summary>Advice on values of a CSV file that cannot be read.</summary>
internal static class CsvAdvice
{
    public const string Separators = "Separate values with commas, and write decimals with a point.";
    public const string Header = "If line 1 is a header, remove it.";

    private const string Quotes = "Remove the quotes; a file has nothing but numbers.";
    private const string Missing = "Fill in missing values, or remove their lines.";
    private const string Damaged =
        "The value has a zero byte: the file is damaged, or its text is UTF-16 without a byte order mark. Save it as UTF-8.";

    // How many characters of a value a message has.
    private const int ShownLength = 40;

    /// <summary>Advice on a line with another number of values than the first; may be empty.</summary>
    public static string ForLine(ReadOnlySpan<char> line) =>
        line.Contains('"') ? Quotes : line.ContainsAny(';', '\t') ? Separators : "";

    /// <summary>Advice on a value that is not a number.</summary>
    /// <param name="value">The value.</param>
    /// <param name="line">The number of its line.</param>
    /// <param name="unknown">What to do where nothing is known about it.</param>
    public static string ForValue(ReadOnlySpan<char> value, int line, string unknown = "")
    {
        value = value.Trim();
        if (value.Contains('\0'))
            return Damaged;
        if (value.ContainsAny('"', '\''))
            return Quotes;
        if (IsMissing(value))
            return Missing;
        if (value.ContainsAny(';', '\t'))
            return Separators;
        if (double.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            return value.ContainsAnyInRange('0', '9')
                ? Invariant(
                    $"Numbers of single precision go from {float.MinValue:R} to {float.MaxValue:R}.")
                : "";
        }

        return line == 1 ? $"{Header} {unknown}".TrimEnd() : unknown;
    }

    /// <summary>A value as messages have it: not too long, and with names for what is not seen.</summary>
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

    private static bool IsMissing(ReadOnlySpan<char> value)
    {
        foreach (var name in (ReadOnlySpan<string>)["", "NA", "N/A", "#N/A", "NaN", "null", "none", "nil", "-", "?", "."])
        {
            if (value.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
