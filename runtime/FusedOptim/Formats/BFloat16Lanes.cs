using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Formats;

/// <summary>Vectors of floats from and to the upper halves that are stored of states.</summary>
internal static unsafe class BFloat16Lanes
{
    /// <summary>Half of the distance of two codes, less the least there is.</summary>
    public const uint BelowHalf = 0x7FFF;

    private const uint QuietBit = 0x400000;

    // Two pages of floats, one of codes: the processor fetches no further than to the end of a page by itself.
    private const int PrefetchDistance = 2048;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref float state, nuint index)
    {
        ref var first = ref EncodedState.Of(ref state).Codes<ushort>();
        Prefetch(ref first, index);
        var codes = Vector256.LoadUnsafe(ref first, index);
        return (Avx512F.ConvertToVector512UInt32(codes) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float state, nuint index)
    {
        ref var first = ref EncodedState.Of(ref state).Codes<ushort>();
        Prefetch(ref first, index);
        var codes = Vector128.LoadUnsafe(ref first, index);
        return (Avx2.ConvertToVector256Int32(codes).AsUInt32() << 16).AsSingle();
    }

    /// <summary>Stores the upper halves, after the addition carried into them or not; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Vector512<uint> addend, ref float state, nuint index)
    {
        var bits = values.AsUInt32();
        bits = Vector512.ConditionalSelect(
            Avx512F.CompareUnordered(values, values).AsUInt32(), bits | Vector512.Create(QuietBit), bits + addend);
        // One instruction, where a shift and a conversion are two.
        var upper = Avx512BW.PermuteVar32x16(bits.AsUInt16(), (Vector512<ushort>.Indices << 1) + Vector512<ushort>.One);
        upper.GetLower().StoreUnsafe(ref EncodedState.Of(ref state).Codes<ushort>(), index);
    }

    /// <inheritdoc cref="Store(Vector512{float}, Vector512{uint}, ref float, nuint)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, Vector256<uint> addend, ref float state, nuint index)
    {
        var isNumber = Vector256.Equals(values, values).AsUInt32();
        var bits = values.AsUInt32() + (addend & isNumber) | Vector256.AndNot(Vector256.Create(QuietBit), isNumber);
        var upper = (bits >>> 16).AsInt32();
        Sse41.PackUnsignedSaturate(upper.GetLower(), upper.GetUpper())
            .StoreUnsafe(ref EncodedState.Of(ref state).Codes<ushort>(), index);
    }

    /// <summary>Fetches into the second-level cache what is some way behind an element; past the end that does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref T operand, nuint index)
        where T : unmanaged =>
        Sse.Prefetch1((T*)Unsafe.AsPointer(ref operand) + index + PrefetchDistance);
}
