using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Formats;

/// <summary>A block of <see cref="HalfFormat"/>, by vectors of 512 bits.</summary>
internal static class HalfCodec512
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Decode(ref ushort source, float unit, ref float destination)
    {
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 32)
        {
            var (lower, upper) = Vector512.Widen(Vector512.LoadUnsafe(ref source, i));
            (HalfLanes512.Value(lower) * Vector512.Create(unit)).StoreUnsafe(ref destination, i);
            (HalfLanes512.Value(upper) * Vector512.Create(unit)).StoreUnsafe(ref destination, i + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode(
        ref float source, float factor, bool isSigned, uint key, bool isStochastic, ref ushort destination)
    {
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 32)
        {
            var (lower, upper) = isStochastic ? Vector512.Widen(RoundingNoise.Of32(in key, i)) : default;
            Vector512.Narrow(
                Codes(Vector512.LoadUnsafe(ref source, i), factor, isSigned, lower, isStochastic),
                Codes(Vector512.LoadUnsafe(ref source, i + 16), factor, isSigned, upper, isStochastic))
                .StoreUnsafe(ref destination, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Codes(
        Vector512<float> values, float factor, bool isSigned, Vector512<uint> noise, bool isStochastic)
    {
        var scaled = values * Vector512.Create(factor);
        var code = isStochastic ? HalfLanes512.Stochastic(scaled, noise) : HalfLanes512.Nearest(scaled);
        // Above zero the code is at least 1 in a block without negative values, even where the product is zero.
        return isSigned ? code : Vector512.Max(code, Vector512.Min(Vector512.Abs(values).AsUInt32(), Vector512<uint>.One));
    }
}
