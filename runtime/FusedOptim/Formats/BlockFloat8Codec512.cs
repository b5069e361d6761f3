using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Formats;

/// <summary>
/// A block of <see cref="BlockFloat8Format"/> by AVX-512: the codes and the bits that are lost are taken apart into 16-bit lanes,
/// by one instruction for 32 elements each, and rounding is a carry between them.
/// </summary>
internal static class BlockFloat8Codec512
{
    // Moves codes to the upper halves of their lanes, the first 16 of the lost bits to the lower halves.
    private const int ToHalves = BlockFloat8Format.LostBits - RoundingNoise.BitCount;

    // The code of the number 1, before it is counted from there.
    private const ushort One = (ushort)(BlockFloat8Format.One >> BlockFloat8Format.LostBits);

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
                (magnitude | code << 24 & Vector512.Create(BlockSurvey.SignBit)).AsSingle()
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode(
        ref float source, float factor, bool isSigned, uint key, bool isStochastic, ref byte destination)
    {
        Encode32(ref source, 0, factor, isSigned, key, isStochastic, ref destination);
        Encode32(ref source, 32, factor, isSigned, key, isStochastic, ref destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encode32(
        ref float source, nuint index, float factor, bool isSigned, uint key, bool isStochastic, ref byte destination)
    {
        var even = Vector512<ushort>.Indices << 1;
        var odd = even + Vector512<ushort>.One;
        var a = Vector512.LoadUnsafe(ref source, index);
        var b = Vector512.LoadUnsafe(ref source, index + 16);
        var storedA = Stored(a, factor, isSigned);
        var storedB = Stored(b, factor, isSigned);
        var upper = Avx512BW.PermuteVar32x16x2(storedA, odd, storedB);
        var lost = Avx512BW.PermuteVar32x16x2(storedA, even, storedB);
        var noise = isStochastic ? RoundingNoise.Of32(in key, index) : Vector512.Create((ushort)0x8000);
        var carry = Vector512.LessThan(lost + noise, lost);
        var code = upper - carry - Vector512.Create(One);
        // The sign is above the exponent. From 2⁻¹³³ on, the upper half of a float without its sign is not zero: the code is at
        // least 1 then.
        code = isSigned
            ? code & Vector512.Create((ushort)0x7F) | upper >>> 4 & Vector512.Create((ushort)0x80)
            : Vector512.Max(code, Vector512.Min(
                Avx512BW.PermuteVar32x16x2(a.AsUInt16(), odd, b.AsUInt16()) << 1, Vector512<ushort>.One));
        Avx512BW.ConvertToVector256Byte(code).StoreUnsafe(ref destination, index);
    }

    // The bits of 1 + x·2ʷ/s with the sign of x, in halves of code and lost bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Stored(Vector512<float> values, float factor, bool isSigned)
    {
        var one = Vector512.Create(BlockFloat8Format.One);
        if (isSigned)
            one |= values.AsUInt32() & Vector512.Create(BlockSurvey.SignBit);
        // The product is exact wherever the sum depends on it.
        var stored = Vector512.FusedMultiplyAdd(values, Vector512.Create(factor), one.AsSingle());
        return (stored.AsUInt32() >>> ToHalves).AsUInt16();
    }
}
