using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// <see cref="Half"/>, IEEE 754's binary16: 2 bytes an element; numbers from 6·10⁻⁸ to 65,504, three to four decimal digits
/// above 6·10⁻⁵. NaN stays NaN; what rounds to more than 65,504 becomes infinite.
/// </summary>
/// <param name="rounding">How values are rounded.</param>
public sealed class HalfFormat(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "half, stochastic" : "half", sizeof(ushort), 0)
{
    // The bits of a mantissa that single precision has beyond those of half precision.
    private const int LostBits = 13;

    private const float LeastNormal = 1f / (1 << 14);

    /// <inheritdoc/>
    [MethodImpl(KernelOptions.Loop)]
    public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        ref var source = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(codes));
        ref var destination = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += 16)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            Value(lower).StoreUnsafe(ref destination, i);
            Value(upper).StoreUnsafe(ref destination, i + 8);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var destination = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(codes));
        if (rounding == StorageRounding.Stochastic)
            EncodeStochastic(ref source, noise, ref destination, values.Length);
        else
            EncodeNearest(ref source, ref destination, values.Length);
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeStochastic(ref float source, in RoundingNoise noise, ref ushort destination, int count)
    {
        const int unusedBits = RoundingNoise.BitCount - LostBits;
        for (var block = 0; block < count / BlockLength; block++)
        {
            var key = noise.BlockKey(block);
            for (var element = 0; element < BlockLength; element += 16)
            {
                var i = (nuint)(block * BlockLength + element);
                var (lower, upper) = Vector256.Widen(RoundingNoise.Of16(in key, (nuint)element));
                Vector256.Narrow(
                    Stochastic(ref source, i, lower >>> unusedBits),
                    Stochastic(ref source, i + 8, upper >>> unusedBits)).StoreUnsafe(ref destination, i);
            }
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeNearest(ref float source, ref ushort destination, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += 16)
            Vector256.Narrow(Nearest(ref source, i), Nearest(ref source, i + 8)).StoreUnsafe(ref destination, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value(Vector256<uint> code)
    {
        var magnitude = code & Vector256.Create(0x7FFFu);
        // The product moves the exponent to single precision's bias, denormal numbers included, and is exact.
        var finite = ((magnitude << LostBits).AsSingle() * Vector256.Create(float.ScaleB(1, 112))).AsUInt32();
        var special = magnitude << LostBits | Vector256.Create(0x7F800000u);
        var isSpecial = Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(0x7C00u));
        var sign = (code & Vector256.Create(0x8000u)) << 16;
        return (Vector256.ConditionalSelect(isSpecial, special, finite) | sign).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Nearest(ref float source, nuint index)
    {
        var values = Vector256.LoadUnsafe(ref source, index);
        var magnitude = Vector256.Abs(values);
        var bits = magnitude.AsUInt32();
        // Half of the distance of two codes, or just less where the lower of two equally near ones is even.
        var addend = Vector256.Create(0xFFFu) + (bits >>> LostBits & Vector256.Create(1u));
        // The distance of two floats at a half is that of two denormal codes: the addition rounds to it.
        var half = Vector256.Create(0.5f);
        var denormal = (magnitude + half).AsUInt32() - half.AsUInt32();
        return Code(values, magnitude, bits + addend, denormal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Stochastic(ref float source, nuint index, Vector256<uint> noise)
    {
        var values = Vector256.LoadUnsafe(ref source, index);
        var magnitude = Vector256.Abs(values);
        // Denormal codes are equally far from each other. Products and sums are exact where these are used.
        var least = Vector256.Min(magnitude.AsUInt32(), Vector256.Create(LeastNormal).AsUInt32()).AsSingle();
        var units = least * Vector256.Create(float.ScaleB(1, 24));
        var fraction = Vector256.ConvertToSingle(noise.AsInt32()) * Vector256.Create(1f / (1 << LostBits));
        var denormal = Vector256.ConvertToInt32Native(units + fraction).AsUInt32();
        return Code(values, magnitude, magnitude.AsUInt32() + noise, denormal);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code(
        Vector256<float> values, Vector256<float> magnitude, Vector256<uint> normal, Vector256<uint> denormal)
    {
        const uint infinity = 0x7C00;
        const uint rebias = 112u << 10;
        var code = Vector256.Min((normal >>> LostBits) - Vector256.Create(rebias), Vector256.Create(infinity));
        var isDenormal = Vector256.LessThan(magnitude, Vector256.Create(LeastNormal)).AsUInt32();
        code = Vector256.ConditionalSelect(isDenormal, denormal, code);
        var isNumber = Vector256.Equals(values, values).AsUInt32();
        code = Vector256.ConditionalSelect(isNumber, code, Vector256.Create(0x7E00u));
        return code | values.AsUInt32() >>> 16 & Vector256.Create(0x8000u);
    }
}
