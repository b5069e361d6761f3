using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Kernels;

/// <summary>Equality of elements as the numerics contract has it: the same bits, but any NaN equals any NaN.</summary>
internal static class Element
{
    public static bool Same<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.IsNaN(x) ? T.IsNaN(y) : x == y && T.IsNegative(x) == T.IsNegative(y);

    /// <summary>The index of the first element that differs, or −1.</summary>
    public static int FirstDifference<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
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
