using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim;

/// <summary>
/// A block of <see cref="BlockFloat8Format"/> by AVX-512: the codes and the bits that are lost are taken apart into 16-bit lanes,
/// by one instruction for 32 elements each, and rounding is a carry between them.
/// </summary>
internal static class BlockFloat8Codec512
{
    // Moves codes to the upper halves of their lanes, the first 16 of the lost bits to the lower halves.
    private const int ToHalves = BlockFloat8Format.LostBits - RoundingNoise.BitCount;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Decode(ref byte source, float unit, bool isSigned, ref float destination)
    {
        // Products and differences are exact, so that fusing them changes nothing.
        var units = Vector512.Create(unit);
        var one = Vector512.Create(BlockFloat8Format.One);
        if (isSigned)
        {
            for (nuint i = 0; i < StorageFormat.BlockLength; i += 16)
            {
                var code = Avx512F.ConvertToVector512UInt32(Vector128.LoadUnsafe(ref source, i));
                var stored = (code << BlockFloat8Format.LostBits & Vector512.Create(0x7Fu << BlockFloat8Format.LostBits)) + one;
                var magnitude = Vector512.FusedMultiplyAdd(stored.AsSingle(), units, -units).AsUInt32();
                (magnitude | code << 24 & Vector512.Create(BlockFloat8Format.SignBit)).AsSingle()
                    .StoreUnsafe(ref destination, i);
            }
        }
        else
        {
            for (nuint i = 0; i < StorageFormat.BlockLength; i += 16)
            {
                var code = Avx512F.ConvertToVector512UInt32(Vector128.LoadUnsafe(ref source, i));
                var stored = (code << BlockFloat8Format.LostBits) + one;
                Vector512.FusedMultiplyAdd(stored.AsSingle(), units, -units).StoreUnsafe(ref destination, i);
            }
        }
    }

    /// <summary>The bits of the greatest magnitude, and whether any value has a sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Survey(ref float source, out bool isSigned)
    {
        var (a, b, c, d) = (Bits(ref source, 0), Bits(ref source, 16), Bits(ref source, 32), Bits(ref source, 48));
        // As whole numbers, what has a sign is the greatest.
        var greatest = Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d));
        isSigned = greatest.ExtractMostSignificantBits() != 0;
        if (isSigned)
        {
            var magnitude = Vector512.Create(~BlockFloat8Format.SignBit);
            greatest = Vector512.Max(
                Vector512.Max(a & magnitude, b & magnitude), Vector512.Max(c & magnitude, d & magnitude));
        }

        var eight = Vector256.Max(greatest.GetLower(), greatest.GetUpper());
        return BlockFloat8Codec256.Greatest(Vector128.Max(eight.GetLower(), eight.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode(
        ref float source, float factor, bool isSigned, uint key, bool isStochastic, ref byte destination)
    {
        var even = Vector512<ushort>.Indices << 1;
        var odd = even + Vector512<ushort>.One;
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 32)
        {
            var a = Shifted(ref source, i, factor, isSigned);
            var b = Shifted(ref source, i + 16, factor, isSigned);
            var code = Avx512BW.PermuteVar32x16x2(a, odd, b);
            var lost = Avx512BW.PermuteVar32x16x2(a, even, b);
            var noise = isStochastic ? RoundingNoise.Of32(in key, i) : Vector512.Create((ushort)0x8000);
            var carry = Vector512.LessThan(lost + noise, lost);
            Avx512BW.ConvertToVector256Byte(code - carry).StoreUnsafe(ref destination, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Shifted(ref float source, nuint index, float factor, bool isSigned)
    {
        var values = Vector512.LoadUnsafe(ref source, index);
        // The product is exact wherever the sum depends on it.
        var stored = Vector512.FusedMultiplyAdd(
            isSigned ? Vector512.Abs(values) : values, Vector512.Create(factor), Vector512<float>.One).AsUInt32();
        var shifted = stored - Vector512.Create(BlockFloat8Format.One) >>> ToHalves;
        var least = Vector512.Create(0x10000u);
        // From 2⁻¹³³ on, the upper half of a float is not zero: the code is at least 1 then.
        return (isSigned
            ? shifted | values.AsUInt32() >>> 8 & Vector512.Create(0x800000u)
            : Vector512.Max(shifted, Vector512.Min(values.AsUInt32(), least) & least)).AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Bits(ref float source, nuint index) =>
        Vector512.LoadUnsafe(ref source, index).AsUInt32();
}
