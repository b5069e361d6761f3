using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Numerics;

/// <summary>
/// The sum of what the elements of a block give, in double, with the same bits on every machine: element i is added to
/// lane i mod 16, in order; then lanes j and j + 8 are added, j and j + 4, and so on.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
/// <typeparam name="TSummand">What an element gives.</typeparam>
internal static class LaneSum<T, TSummand>
    where T : unmanaged
    where TSummand : struct, ISummand
{
    private const int LaneCount = 16;

    /// <summary>The sum of a block.</summary>
    /// <param name="block">At most <see cref="BlockReduction.Length"/> elements.</param>
    public static double Of(ReadOnlySpan<T> block)
    {
        Debug.Assert(block.Length <= BlockReduction.Length);
        var wholeLength = block.Length / LaneCount * LaneCount;
        // What zeros give leaves the lanes as they are, which are never −0.
        Span<T> rest = stackalloc T[LaneCount];
        rest.Clear();
        block[wholeLength..].CopyTo(rest);
        ref var first = ref MemoryMarshal.GetReference(block);
        ref var last = ref MemoryMarshal.GetReference(rest);
        return
            Vector512.IsHardwareAccelerated ? Of512(ref first, wholeLength, ref last) :
            Vector256.IsHardwareAccelerated ? Of256(ref first, wholeLength, ref last) :
            Of128(ref first, wholeLength, ref last);
    }

    /// <summary>The sum by 512 bits: the lanes stay in two registers.</summary>
    [MethodImpl(KernelOptions.Loop)]
    internal static double Of512(ref T first, int wholeLength, ref T rest)
    {
        var lanes = default(SumLanes512);
        for (var i = 0; i <= wholeLength; i += LaneCount)
        {
            ref var row = ref i < wholeLength ? ref Unsafe.Add(ref first, i) : ref rest;
            lanes.Add(Summand512(ref row, 0));
            lanes.Add(Summand512(ref row, 8));
        }

        return lanes.Total;
    }

    /// <summary>The sum by 256 bits: the lanes stay in four registers.</summary>
    [MethodImpl(KernelOptions.Loop)]
    internal static double Of256(ref T first, int wholeLength, ref T rest)
    {
        var (a, b, c, d) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = 0; i <= wholeLength; i += LaneCount)
        {
            ref var row = ref i < wholeLength ? ref Unsafe.Add(ref first, i) : ref rest;
            a += Summand256(ref row, 0);
            b += Summand256(ref row, 4);
            c += Summand256(ref row, 8);
            d += Summand256(ref row, 12);
        }

        return Sum(a + c + (b + d));
    }

    /// <summary>The sum by 128 bits: the lanes are eight vectors in memory.</summary>
    [MethodImpl(KernelOptions.Loop)]
    internal static double Of128(ref T first, int wholeLength, ref T rest)
    {
        Span<Vector128<double>> lanes = stackalloc Vector128<double>[LaneCount / 2];
        lanes.Clear();
        for (var i = 0; i <= wholeLength; i += LaneCount)
        {
            ref var row = ref i < wholeLength ? ref Unsafe.Add(ref first, i) : ref rest;
            for (var lane = 0; lane < lanes.Length; lane++)
                lanes[lane] += Summand128(ref row, 2 * lane);
        }

        for (var half = lanes.Length / 2; half > 0; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0].ToScalar() + lanes[0].GetElement(1);
    }

    private static double Sum(Vector256<double> lanes)
    {
        var two = lanes.GetLower() + lanes.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Summand512(ref T row, int offset)
    {
        ref var source = ref Unsafe.Add(ref row, offset);
        return TSummand.Of(typeof(T) == typeof(float)
            ? Vector512.WidenLower(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector512Unsafe())
            : Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref source)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Summand256(ref T row, int offset)
    {
        ref var source = ref Unsafe.Add(ref row, offset);
        return TSummand.Of(typeof(T) == typeof(float)
            ? Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector256Unsafe())
            : Vector256.LoadUnsafe(ref Unsafe.As<T, double>(ref source)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Summand128(ref T row, int offset)
    {
        ref var source = ref Unsafe.Add(ref row, offset);
        return TSummand.Of(typeof(T) == typeof(float)
            ? Vector128.WidenLower(Vector64.LoadUnsafe(ref Unsafe.As<T, float>(ref source)).ToVector128Unsafe())
            : Vector128.LoadUnsafe(ref Unsafe.As<T, double>(ref source)));
    }
}
