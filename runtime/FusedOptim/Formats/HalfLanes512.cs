using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Formats;

/// <summary><see cref="HalfLanes"/> by vectors of 512 bits: the same numbers and codes.</summary>
internal static class HalfLanes512
{
    /// <inheritdoc cref="HalfLanes.Value"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Value(Vector512<uint> code)
    {
        var magnitude = code & Vector512.Create(0x7FFFu);
        var finite = ((magnitude << HalfLanes.LostBits).AsSingle() * Vector512.Create(float.ScaleB(1, 112))).AsUInt32();
        var special = magnitude << HalfLanes.LostBits | Vector512.Create(0x7F800000u);
        var isSpecial = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(HalfLanes.Infinity));
        var sign = (code & Vector512.Create(HalfLanes.Sign)) << 16;
        return (Vector512.ConditionalSelect(isSpecial, special, finite) | sign).AsSingle();
    }

    /// <inheritdoc cref="HalfLanes.Nearest"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Nearest(Vector512<float> values)
    {
        var magnitude = Vector512.Abs(values);
        var bits = magnitude.AsUInt32();
        var addend = Vector512.Create(0xFFFu) + (bits >>> HalfLanes.LostBits & Vector512<uint>.One);
        var half = Vector512.Create(0.5f);
        var denormal = (magnitude + half).AsUInt32() - half.AsUInt32();
        return Code(values, magnitude, bits + addend, denormal);
    }

    /// <inheritdoc cref="HalfLanes.Stochastic"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Stochastic(Vector512<float> values, Vector512<uint> noise)
    {
        var magnitude = Vector512.Abs(values);
        var normal = magnitude.AsUInt32() + (noise >>> RoundingNoise.BitCount - HalfLanes.LostBits);
        // Product and sum are rounded apart, as there: the product is exact where the sum counts.
        var parts = magnitude * Vector512.Create(HalfLanes.PartsPerUnit) + Vector512.Create(0.5f);
        var denormal = Vector512.ConvertToInt32Native(parts).AsUInt32() + noise >>> RoundingNoise.BitCount;
        return Code(values, magnitude, normal, denormal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Code(
        Vector512<float> values, Vector512<float> magnitude, Vector512<uint> normal, Vector512<uint> denormal)
    {
        var code = Vector512.Min(
            (normal >>> HalfLanes.LostBits) - Vector512.Create(HalfLanes.Rebias), Vector512.Create(HalfLanes.Infinity));
        var isDenormal = Vector512.LessThan(magnitude, Vector512.Create(HalfLanes.LeastNormal)).AsUInt32();
        code = Vector512.ConditionalSelect(isDenormal, denormal, code);
        code = Vector512.ConditionalSelect(
            Avx512F.CompareUnordered(values, values).AsUInt32(), Vector512.Create(HalfLanes.NaN), code);
        return code | values.AsUInt32() >>> 16 & Vector512.Create(HalfLanes.Sign);
    }
}
