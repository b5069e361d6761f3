using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>A block of <see cref="BlockFloat8Format"/>, by vectors of 256 bits; two of 128 where there are no wider ones.</summary>
internal static class BlockFloat8Codec256
{
    private const int LostBits = BlockFloat8Format.LostBits;

    [MethodImpl(KernelOptions.Loop)]
    public static void Decode(ref byte source, float unit, bool isSigned, ref float destination)
    {
        var signMask = Vector256.Create(isSigned ? 0x80u : 0);
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 32)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            var (a, b) = Vector256.Widen(lower);
            var (c, d) = Vector256.Widen(upper);
            Value(a, unit, signMask).StoreUnsafe(ref destination, i);
            Value(b, unit, signMask).StoreUnsafe(ref destination, i + 8);
            Value(c, unit, signMask).StoreUnsafe(ref destination, i + 16);
            Value(d, unit, signMask).StoreUnsafe(ref destination, i + 24);
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    public static void Encode(
        ref float source, float factor, bool isSigned, uint key, bool isStochastic, ref byte destination)
    {
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 32)
        {
            Vector256.Narrow(
                Codes(ref source, i, factor, isSigned, key, isStochastic),
                Codes(ref source, i + 16, factor, isSigned, key, isStochastic)).StoreUnsafe(ref destination, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value(Vector256<uint> code, float unit, Vector256<uint> signMask)
    {
        var sign = code & signMask;
        var stored = ((code - sign << LostBits) + Vector256.Create(BlockFloat8Format.One)).AsSingle();
        var magnitude = (stored - Vector256<float>.One) * Vector256.Create(unit);
        return (magnitude.AsUInt32() | sign << 24).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Codes(
        ref float source, nuint index, float factor, bool isSigned, uint key, bool isStochastic)
    {
        const int unusedBits = LostBits - RoundingNoise.BitCount;
        var (lower, upper) = Vector256.Widen(
            isStochastic ? RoundingNoise.Of16(in key, index) : Vector256.Create((ushort)0x8000));
        return Vector256.Narrow(
            Code(Vector256.LoadUnsafe(ref source, index), factor, isSigned, lower << unusedBits),
            Code(Vector256.LoadUnsafe(ref source, index + 8), factor, isSigned, upper << unusedBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code(Vector256<float> values, float factor, bool isSigned, Vector256<uint> addend)
    {
        var magnitude = Vector256.Abs(values);
        var stored = (magnitude * Vector256.Create(factor) + Vector256<float>.One).AsUInt32();
        var code = stored - Vector256.Create(BlockFloat8Format.One) + addend >>> LostBits;
        return isSigned
            ? code | values.AsUInt32() >>> 24 & Vector256.Create(0x80u)
            : Vector256.Max(code, Vector256.Min(magnitude.AsUInt32() >>> 16, Vector256<uint>.One));
    }
}
