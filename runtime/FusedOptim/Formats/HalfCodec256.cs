using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>A block of <see cref="HalfFormat"/>, by vectors of 256 bits; two of 128 where there are no wider ones.</summary>
internal static class HalfCodec256
{
    [MethodImpl(KernelOptions.Loop)]
    public static void Decode(ref ushort source, float unit, ref float destination)
    {
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 16)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            (HalfLanes.Value(lower) * Vector256.Create(unit)).StoreUnsafe(ref destination, i);
            (HalfLanes.Value(upper) * Vector256.Create(unit)).StoreUnsafe(ref destination, i + 8);
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    public static void Encode(
        ref float source, float factor, bool isSigned, uint key, bool isStochastic, ref ushort destination)
    {
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 16)
        {
            var (lower, upper) = isStochastic ? Vector256.Widen(RoundingNoise.Of16(in key, i)) : default;
            Vector256.Narrow(
                Codes(Vector256.LoadUnsafe(ref source, i), factor, isSigned, lower, isStochastic),
                Codes(Vector256.LoadUnsafe(ref source, i + 8), factor, isSigned, upper, isStochastic))
                .StoreUnsafe(ref destination, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Codes(
        Vector256<float> values, float factor, bool isSigned, Vector256<uint> noise, bool isStochastic)
    {
        var scaled = values * Vector256.Create(factor);
        var code = isStochastic ? HalfLanes.Stochastic(scaled, noise) : HalfLanes.Nearest(scaled);
        // Above zero the code is at least 1 in a block without negative values, even where the product is zero.
        return isSigned ? code : Vector256.Max(code, Vector256.Min(Vector256.Abs(values).AsUInt32(), Vector256<uint>.One));
    }
}
