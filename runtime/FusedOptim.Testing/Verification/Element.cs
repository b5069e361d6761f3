using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Testing;

/// <summary>Equality of elements as the numerics contract has it: the same bits, but any NaN equals any NaN.</summary>
internal static class Element
{
    public static bool Same<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(x) ? T.IsNaN(y) : x == y && T.IsNegative(x) == T.IsNegative(y);

    /// <summary>A value as it is read, and its bits.</summary>
    public static string Describe<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bits = value is float single
            ? BitConverter.SingleToUInt32Bits(single).ToString("X8", CultureInfo.InvariantCulture)
            : BitConverter.DoubleToUInt64Bits((double)(object)value).ToString("X16", CultureInfo.InvariantCulture);
        return $"{value.ToString("R", CultureInfo.InvariantCulture)} (0x{bits})";
    }

    /// <summary>The index of the first element that differs, or −1.</summary>
    public static int FirstDifference<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(actual.Length, expected.Length, nameof(actual));
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)))
            return -1;
        for (var index = 0; index < expected.Length; index++)
        {
            if (!Same(expected[index], actual[index]))
                return index;
        }

        return -1;
    }
}
