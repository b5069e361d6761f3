namespace FusedOptim.Training.Data;

/// <summary>Reads the numbers that nearly all files have: few digits, a small exponent.</summary>
/// <remarks>
/// The result is that of <see cref="float.TryParse(ReadOnlySpan{char}, out float)"/>, the nearest number of single precision. Up to 2⁵³ and
/// 10²², digits and power of ten are exact in double, so that their quotient is the nearest double. Rounding it once more gives
/// the nearest float unless it lies in the middle between two.
/// </remarks>
internal static class ShortDecimal
{
    private const int MaximumDigits = 18;
    private const ulong MaximumMantissa = 1UL << 53;
    private const long DroppedBits = (1L << 29) - 1;
    private const long Middle = 1L << 28;

    private static ReadOnlySpan<double> Powers =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number without white space around it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="point">The decimal point.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether it was read; if not, the text may still be a number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, char point, out float value)
    {
        value = 0;
        var i = 0;
        var isNegative = false;
        if (!text.IsEmpty && text[0] is '-' or '+')
        {
            isNegative = text[0] == '-';
            i = 1;
        }

        var start = i;
        var mantissa = 0UL;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit > 9)
                break;
            mantissa = 10 * mantissa + digit;
        }

        var digits = i - start;
        var exponent = 0;
        if (i < text.Length && text[i] == point)
        {
            var first = ++i;
            for (; i < text.Length; i++)
            {
                var digit = (uint)(text[i] - '0');
                if (digit > 9)
                    break;
                mantissa = 10 * mantissa + digit;
            }

            exponent = first - i;
            digits += i - first;
        }

        if (digits is 0 or > MaximumDigits || mantissa > MaximumMantissa)
            return false;
        if (i < text.Length && !TryAddExponent(text[i..], ref exponent))
            return false;
        if (exponent is < -22 or > 22)
            return false;
        var wide = exponent < 0 ? mantissa / Powers[-exponent] : mantissa * Powers[exponent];
        if ((BitConverter.DoubleToInt64Bits(wide) & DroppedBits) == Middle)
            return false;
        value = isNegative ? -(float)wide : (float)wide;
        return true;
    }

    private static bool TryAddExponent(ReadOnlySpan<char> text, ref int exponent)
    {
        if (text[0] is not ('e' or 'E') || text.Length is < 2 or > 5)
            return false;
        var isNegative = text[1] == '-';
        var digits = text[1] is '-' or '+' ? text[2..] : text[1..];
        if (digits.IsEmpty)
            return false;
        var power = 0;
        foreach (var character in digits)
        {
            if (!char.IsAsciiDigit(character))
                return false;
            power = 10 * power + (character - '0');
        }

        exponent += isNegative ? -power : power;
        return true;
    }
}
