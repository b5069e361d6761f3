using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Formats;

/// <summary>Vectors of floats from and to the bits of <see cref="Half"/>.</summary>
internal static class HalfLanes
{
    /// <summary>The bits of a mantissa that single precision has beyond those of half precision.</summary>
    public const int LostBits = 13;

    /// <summary>The least number with a whole mantissa.</summary>
    public const float LeastNormal = 1f / (1 << 14);

    /// <summary>The number of parts of 1 that stochastic rounding counts: 2¹⁶ for each distance of two denormal numbers.</summary>
    public const float PartsPerUnit = 1L << 24 + RoundingNoise.BitCount;

    /// <summary>The difference of the upper bits of a float and the code of a normal number.</summary>
    public const uint Rebias = 112u << 10;

    /// <summary>The code of infinity.</summary>
    public const uint Infinity = 0x7C00;

    /// <summary>The code of NaN.</summary>
    public const uint NaN = 0x7E00;

    /// <summary>The sign of a code.</summary>
    public const uint Sign = 0x8000;

    /// <summary>The numbers that codes are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Value(Vector256<uint> code)
    {
        var magnitude = code & Vector256.Create(0x7FFFu);
        // The product moves the exponent to single precision's bias, denormal numbers included, and is exact.
        var finite = ((magnitude << LostBits).AsSingle() * Vector256.Create(float.ScaleB(1, 112))).AsUInt32();
        var special = magnitude << LostBits | Vector256.Create(0x7F800000u);
        var isSpecial = Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(Infinity));
        var sign = (code & Vector256.Create(Sign)) << 16;
        return (Vector256.ConditionalSelect(isSpecial, special, finite) | sign).AsSingle();
    }

    /// <summary>The codes of the nearest numbers, the even ones of two that are equally near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Nearest(Vector256<float> values)
    {
        var magnitude = Vector256.Abs(values);
        var bits = magnitude.AsUInt32();
        // Half of the distance of two codes, or just less where the lower of two equally near ones is even.
        var addend = Vector256.Create(0xFFFu) + (bits >>> LostBits & Vector256.Create(1u));
        // The distance of two floats at a half is that of two denormal codes: the addition rounds to it.
        var half = Vector256.Create(0.5f);
        var denormal = (magnitude + half).AsUInt32() - half.AsUInt32();
        return Code(values, magnitude, bits + addend, denormal);
    }

    /// <summary>The codes of one of the two neighbours of each value, as the noise decides.</summary>
    /// <param name="values">The values.</param>
    /// <param name="noise">16 random bits for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Stochastic(Vector256<float> values, Vector256<uint> noise)
    {
        var magnitude = Vector256.Abs(values);
        var normal = magnitude.AsUInt32() + (noise >>> RoundingNoise.BitCount - LostBits);
        // Denormal codes are equally far from each other: their numbers are counted in 2⁻¹⁶ of this distance, to the nearest.
        var parts = magnitude * Vector256.Create(PartsPerUnit) + Vector256.Create(0.5f);
        var denormal = Vector256.ConvertToInt32Native(parts).AsUInt32() + noise >>> RoundingNoise.BitCount;
        return Code(values, magnitude, normal, denormal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code(
        Vector256<float> values, Vector256<float> magnitude, Vector256<uint> normal, Vector256<uint> denormal)
    {
        var code = Vector256.Min((normal >>> LostBits) - Vector256.Create(Rebias), Vector256.Create(Infinity));
        var isDenormal = Vector256.LessThan(magnitude, Vector256.Create(LeastNormal)).AsUInt32();
        code = Vector256.ConditionalSelect(isDenormal, denormal, code);
        var isNumber = Vector256.Equals(values, values).AsUInt32();
        code = Vector256.ConditionalSelect(isNumber, code, Vector256.Create(NaN));
        return code | values.AsUInt32() >>> 16 & Vector256.Create(Sign);
    }
}
