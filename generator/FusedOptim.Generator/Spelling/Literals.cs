using System.Globalization;

namespace FusedOptim.Generator.Spelling;

/// <summary>Constants as C# source, independent of culture and of the compiler's host, to the last bit.</summary>
internal static class Literals
{
    public static Code OfSingle(float value)
    {
        if (float.IsNaN(value))
            return new("float.NaN");
        if (float.IsInfinity(value))
            return new(value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity");
        // Nine digits tell all floats apart; fewer where they do.
        var text = value.ToString("G7", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        return Signed(Zero(text, value < 0 || (value == 0 && 1 / value < 0)) + "f");
    }

    public static Code OfDouble(double value)
    {
        if (double.IsNaN(value))
            return new("double.NaN");
        if (double.IsInfinity(value))
            return new(value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity");
        var text = RoundTrip(value.ToString("R", CultureInfo.InvariantCulture), value);
        if (text.IndexOfAny(['.', 'e', 'E']) < 0)
            text += ".0";
        return Signed(text);
    }

    public static Code OfInteger(int value) => value == int.MinValue
        ? new("int.MinValue")
        : Signed(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A string literal.</summary>
    public static string OfText(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);

    // .NET Framework's "R" can lose a bit, and drops the sign of a zero.
    private static string RoundTrip(string text, double value)
    {
        if (double.Parse(text, CultureInfo.InvariantCulture) != value)
            text = value.ToString("G17", CultureInfo.InvariantCulture);
        return Zero(text, BitConverter.DoubleToInt64Bits(value) < 0);
    }

    private static string Zero(string text, bool isNegative) => isNegative && text[0] != '-' ? "-" + text : text;

    private static Code Signed(string text) => new(text, text[0] == '-' ? Code.Unary : Code.Primary);
}
