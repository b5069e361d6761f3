using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The sum of the squares of a block of at most 1,024 elements, in double, with the same bits on every machine: element i is
/// added to lane i mod 32, in order; then lanes j and j + 16 are added, j and j + 8, and so on.
/// </summary>
internal static class SquareSum
{
    /// <summary>The length of a block; the last one of a tensor may be shorter.</summary>
    public const int BlockLength = 1024;

    private const int LaneCount = 32;

    /// <summary>The sum of the squares of a block.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="block">At most <see cref="BlockLength"/> elements.</param>
    public static double OfBlock<T>(ReadOnlySpan<T> block)
        where T : unmanaged
    {
        Debug.Assert(block.Length <= BlockLength);
        var wholeLength = block.Length / LaneCount * LaneCount;
        // Squares of zeros leave the lanes as they are, which are never −0.
        Span<T> rest = stackalloc T[LaneCount];
        rest.Clear();
        block[wholeLength..].CopyTo(rest);
        ref var first = ref MemoryMarshal.GetReference(block);
        ref var last = ref MemoryMarshal.GetReference(rest);
        return Vector256.IsHardwareAccelerated
            ? Sum256(ref first, wholeLength, ref last)
            : Sum128(ref first, wholeLength, ref last);
    }

    /// <summary>The sum by 256 bits: the lanes stay in eight registers.</summary>
    [MethodImpl(KernelOptions.Loop)]
    internal static double Sum256<T>(ref T first, int wholeLength, ref T rest)
        where T : unmanaged
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (e, f, g, h) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i <= wholeLength; i += LaneCount)
        {
            ref var row = ref i < wholeLength ? ref Unsafe.Add(ref first, i) : ref rest;
            a += Square256(ref row, 0);
            b += Square256(ref row, 4);
            c += Square256(ref row, 8);
            d += Square256(ref row, 12);
            e += Square256(ref row, 16);
            f += Square256(ref row, 20);
            g += Square256(ref row, 24);
            h += Square256(ref row, 28);
        }

        var four = (a + e) + (c + g) + ((b + f) + (d + h));
        var two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    /// <summary>The sum by 128 bits: the lanes are sixteen vectors in memory.</summary>
    [MethodImpl(KernelOptions.Loop)]
    internal static double Sum128<T>(ref T first, int wholeLength, ref T rest)
        where T : unmanaged
    {
        Span<Vector128<double>> lanes = stackalloc Vector128<double>[LaneCount / 2];
        lanes.Clear();
        for (var i = 0; i <= wholeLength; i += LaneCount)
        {
            ref var row = ref i < wholeLength ? ref Unsafe.Add(ref first, i) : ref rest;
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] += Square128(ref row, 2 * lane);
        }

        for (var half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0].ToScalar() + lanes[0].GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Square256<T>(ref T row, int offset)
        where T : unmanaged
    {
        ref var source = ref Unsafe.Add(ref row, offset);
        var values = typeof(T) == typeof(float)
            ? Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector256Unsafe())
            : Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source));
        return values * values;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Square128<T>(ref T row, int offset)
        where T : unmanaged
    {
        ref var source = ref Unsafe.Add(ref row, offset);
        var values = typeof(T) == typeof(float)
            ? Vector128.WidenLower(Vector64.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector128Unsafe())
            : Vector128.LoadUnsafe(ref Unsafe.As<T, double>(ref source));
        return values * values;
    }
}
