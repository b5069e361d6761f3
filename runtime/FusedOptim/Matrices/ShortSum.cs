using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;

namespace FusedOptim.Matrices;

/// <summary>
/// The sum of a few adjacent entries. More than 32 are summed as a block (<see cref="BlockReduction.Sum"/>), fewer by four lanes: entry i is
/// added to lane i mod 4; then lanes j and j + 2 are added, and both; then what does not fill four lanes, one by one.
/// </summary>
internal static class ShortSum
{
    /// <summary>The greatest number of entries that are summed by four lanes.</summary>
    public const int FourLanes = 32;

    /// <summary>The sum of entries.</summary>
    /// <param name="first">The first entry.</param>
    /// <param name="count">The number of entries.</param>
    /// <param name="readable">The number of entries that can be read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(ref double first, int count, int readable)
    {
        if (count > FourLanes)
        {
            return Vector512.IsHardwareAccelerated && readable >= count + 2 * Vector512<double>.Count
                ? OfLanes512(ref first, count)
                : BlockReduction.Sum<double>(MemoryMarshal.CreateReadOnlySpan(ref first, count));
        }

        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i <= count - Vector256<double>.Count; i += Vector256<double>.Count)
            lanes += Vector256.LoadUnsafe(ref first, (nuint)i);
        var pair = lanes.GetLower() + lanes.GetUpper();
        var sum = pair.ToScalar() + pair.GetElement(1);
        for (; i < count; i++)
            sum += Unsafe.Add(ref first, i);
        return sum;
    }

    /// <summary>The sums of two groups of entries, one after the other: at most 32 each.</summary>
    /// <param name="first">The first entry of both.</param>
    /// <param name="count">The number of entries of each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> OfTwo(ref double first, int count)
    {
        ref var second = ref Unsafe.Add(ref first, count);
        var (lanes, secondLanes) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= count - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            lanes += Vector256.LoadUnsafe(ref first, (nuint)i);
            secondLanes += Vector256.LoadUnsafe(ref second, (nuint)i);
        }

        var (pair, secondPair) = (lanes.GetLower() + lanes.GetUpper(), secondLanes.GetLower() + secondLanes.GetUpper());
        var sums = Vector128.Create(pair.ToScalar(), secondPair.ToScalar()) + Vector128.Create(pair.GetElement(1), secondPair.GetElement(1));
        for (; i < count; i++)
            sums += Vector128.Create(Unsafe.Add(ref first, i), Unsafe.Add(ref second, i));
        return sums;
    }

    // Zeros leave the lanes as they are, which are never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double OfLanes512(ref double first, int count)
    {
        var width = Vector512<double>.Count;
        var lanes = default(SumLanes512);
        var i = 0;
        for (; i <= count - 2 * width; i += 2 * width)
            lanes.Add(Vector512.LoadUnsafe(ref first, (nuint)i), Vector512.LoadUnsafe(ref first, (nuint)(i + width)));
        if (i < count)
            lanes.Add(Rest(ref first, i, count), Rest(ref first, i + width, count));
        return lanes.Total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Rest(ref double first, int start, int count) => Vector512.ConditionalSelect(
        Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - start))),
        Vector512.LoadUnsafe(ref first, (nuint)start),
        Vector512<double>.Zero);
}
