using System.Globalization;
using System.Runtime.CompilerServices;

namespace FusedOptim.Training.Data;

/// <summary>Reads values as numbers, or recognizes that they are missing.</summary>
internal sealed class CsvNumbers
{
    private readonly char _point;
    private readonly NumberFormatInfo _format;
    private readonly HashSet<string> _markers;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _markerLookup;
    private readonly float[] _missingNumbers;

    public CsvNumbers(CsvOptions options)
    {
        _point = options.DecimalComma ? ',' : '.';
        _format = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        _format.NumberGroupSeparator = options.DecimalComma ? "." : ",";
        _format.NumberDecimalSeparator = options.DecimalComma ? "," : ".";
        _markers = new HashSet<string>(options.MissingMarkers.Select(marker => marker.Trim()), StringComparer.OrdinalIgnoreCase);
        _markerLookup = _markers.GetAlternateLookup<ReadOnlySpan<char>>();
        _missingNumbers = [.. _markers.Select(marker => TryParse(marker, out var number) ? number : float.NaN).Where(float.IsFinite)];
    }

    /// <summary>Reads a number.</summary>
    /// <param name="value">The value, as it is in the file.</param>
    /// <param name="number">The number; NaN for a value that is missing.</param>
    /// <returns>Whether the value is a finite number or missing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<char> value, out float number) =>
        ShortDecimal.TryParse(value, _point, out number) && _missingNumbers.Length == 0 || TryReadOther(value, out number);

    /// <summary>Whether a value is a finite number.</summary>
    public bool IsNumber(ReadOnlySpan<char> value) => TryParse(CsvQuotes.Strip(value), out _);

    /// <summary>Whether a value is a whole number: 3, 3.0 and 3e0 are.</summary>
    public bool TryReadWhole(ReadOnlySpan<char> value, out long number)
    {
        // What is not whole exactly is not rounded to a whole number.
        return long.TryParse(value, NumberStyles.Float, _format, out number) && value[^1] != '\0';
    }

    /// <summary>Whether a value says that it is missing.</summary>
    public bool IsMissing(ReadOnlySpan<char> value)
    {
        value = CsvQuotes.Strip(value);
        return value.IsEmpty || _markerLookup.Contains(value) ||
            _missingNumbers.Length > 0 && TryParse(value, out var number) && _missingNumbers.Contains(number);
    }

    private bool TryReadOther(ReadOnlySpan<char> value, out float number)
    {
        value = CsvQuotes.Strip(value);
        if (TryParse(value, out number))
        {
            if (_missingNumbers.Contains(number))
                number = float.NaN;
            return true;
        }

        number = float.NaN;
        return IsMissing(value);
    }

    // Zero bytes after a number are overlooked by the parser of .NET.
    private bool TryParse(ReadOnlySpan<char> value, out float number) =>
        ShortDecimal.TryParse(value, _point, out number) ||
        float.TryParse(value, NumberStyles.Float, _format, out number) && float.IsFinite(number) && value[^1] != '\0';
}
