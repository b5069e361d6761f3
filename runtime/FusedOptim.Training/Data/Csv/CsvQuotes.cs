namespace FusedOptim.Training.Data;

/// <summary>Quotes around values: separators and line ends within them belong to the value, and a quote is written twice.</summary>
internal static class CsvQuotes
{
    /// <summary>Removes white space and then quotes around a value that has no quotes within it.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        return value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1].Trim() : value;
    }

    /// <summary>Gets the text of a value.</summary>
    /// <returns>Whether its quotes are closed.</returns>
    public static bool TryGetText(ReadOnlySpan<char> value, out string text)
    {
        value = value.Trim();
        text = "";
        if (value.IsEmpty || value[0] != '"')
        {
            // Quotes within a value that does not begin with one are a part of it. The parser takes what follows an odd one for quoted.
            text = value.ToString();
            return int.IsEvenInteger(value.Count('"'));
        }

        if (value.Length < 2 || value[^1] != '"')
            return false;
        var inner = value[1..^1];
        if (inner.Contains('"'))
        {
            text = inner.ToString().Replace("\"\"", "\0", StringComparison.Ordinal);
            if (text.Contains('"'))
                return false;
            text = text.Replace('\0', '"').Trim();
            return true;
        }

        text = inner.Trim().ToString();
        return true;
    }
}
