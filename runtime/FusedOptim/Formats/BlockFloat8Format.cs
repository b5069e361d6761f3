using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Eight bits an element and two bytes for each block of 64: a quarter of single precision, and 1/64 of that. Meant for the
/// states of optimizers.
/// </summary>
/// <remarks>
/// <para>
/// A block has a power of two s for a scale, not below the largest magnitude divided by 1.875. A magnitude x is stored as the
/// number 1 + x·2ʷ/s, of which the bits of the exponent and the upper three of the mantissa are kept: logarithmic where x is
/// large, linear down to zero where it is small. Blocks without negative values have w = 31 and 32 octaves, from s down to
/// 2⁻³⁴·s; others have a sign, w = 15 and 16 octaves, down to 2⁻¹⁸·s. So a second moment, whose square root matters, has
/// twice the range of a first moment without anybody saying which it is. What is greater than zero in a block without
/// negative values never becomes zero, because it may be a denominator.
/// </para>
/// <para>
/// NaN and infinity become NaN; the other elements of their block keep their values. Scales are limited to 2⁻⁹⁵ from below.
/// </para>
/// </remarks>
/// <param name="rounding">How values are rounded. With <see cref="StorageRounding.NearestEven"/> (of two equally near ones the
/// larger magnitude, in this format) moving averages stop moving once their changes are small.</param>
public sealed class BlockFloat8Format(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "block float 8, stochastic" : "block float 8", sizeof(byte), 2)
{
    // The bits of a float below the three of the mantissa that are kept.
    private const int LostBits = 20;
    private const uint One = 0x3F800000;
    private const uint OneCode = One >> LostBits;
    private const uint Infinity = 0x7F800000;
    private const uint SignBit = 0x80000000;

    private const int SignedOctaves = 16;
    private const int UnsignedOctaves = 32;

    // The exponent of the least scale: its reciprocal times 2³¹ is still a number.
    private const uint LeastExponent = 32;
    private const uint GreatestExponent = 254;

    // The second byte of a block's scale.
    private const byte IsSigned = 1;
    private const byte HasNaN = 2;

    private readonly bool _isStochastic = rounding == StorageRounding.Stochastic;

    /// <inheritdoc/>
    public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        for (var block = 0; block < scales.Length / 2; block++)
        {
            var exponent = Math.Max(scales[2 * block], LeastExponent);
            var flags = scales[2 * block + 1];
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength);
            ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            if ((flags & IsSigned) != 0)
                DecodeSigned(ref source, exponent, ref destination);
            else
                DecodeUnsigned(ref source, exponent, ref destination);
            if ((flags & HasNaN) != 0)
                RestoreNaN(ref source, flags, ref destination);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        Span<float> finite = stackalloc float[BlockLength];
        for (var block = 0; block < scales.Length / 2; block++)
        {
            ref var stored = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength);
            var (greatest, hasNegative) = Survey(ref stored);
            var flags = hasNegative ? IsSigned : (byte)0;
            var hasNaN = greatest >= Infinity;
            if (hasNaN)
            {
                flags |= HasNaN;
                greatest = KeepFinite(ref stored, finite);
            }

            ref var source = ref hasNaN ? ref MemoryMarshal.GetReference(finite) : ref stored;

            // The carry goes to the next power of two where the magnitude is 1.875 times this one or more.
            var exponent = Math.Clamp(greatest + (1 << LostBits) >> 23, LeastExponent, GreatestExponent);
            scales[2 * block] = (byte)exponent;
            scales[2 * block + 1] = flags;
            var key = _isStochastic ? noise.BlockKey(block) : 0;
            if ((flags & IsSigned) != 0)
                EncodeSigned(ref source, exponent, key, _isStochastic, ref destination);
            else
                EncodeUnsigned(ref source, exponent, key, _isStochastic, ref destination);
            if (hasNaN)
                MarkNaN(values.Slice(block * BlockLength, BlockLength), flags, ref destination);
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void DecodeSigned(ref byte source, uint exponent, ref float destination)
    {
        var unit = Vector256.Create(exponent - (SignedOctaves - 1) << 23).AsSingle();
        for (nuint i = 0; i < BlockLength; i += 32)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            var (a, b) = Vector256.Widen(lower);
            var (c, d) = Vector256.Widen(upper);
            Signed(a, unit).StoreUnsafe(ref destination, i);
            Signed(b, unit).StoreUnsafe(ref destination, i + 8);
            Signed(c, unit).StoreUnsafe(ref destination, i + 16);
            Signed(d, unit).StoreUnsafe(ref destination, i + 24);
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void DecodeUnsigned(ref byte source, uint exponent, ref float destination)
    {
        var unit = Vector256.Create(exponent - (UnsignedOctaves - 1) << 23).AsSingle();
        for (nuint i = 0; i < BlockLength; i += 32)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            var (a, b) = Vector256.Widen(lower);
            var (c, d) = Vector256.Widen(upper);
            Magnitude(a, unit).StoreUnsafe(ref destination, i);
            Magnitude(b, unit).StoreUnsafe(ref destination, i + 8);
            Magnitude(c, unit).StoreUnsafe(ref destination, i + 16);
            Magnitude(d, unit).StoreUnsafe(ref destination, i + 24);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Signed(Vector256<uint> code, Vector256<float> unit)
    {
        var magnitude = Magnitude(code & Vector256.Create(0x7Fu), unit).AsUInt32();
        return (magnitude | (code & Vector256.Create(0x80u)) << 24).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Magnitude(Vector256<uint> code, Vector256<float> unit) =>
        (((code << LostBits) + Vector256.Create(One)).AsSingle() - Vector256<float>.One) * unit;

    /// <summary>The bits of the greatest magnitude, and whether any value has a sign.</summary>
    [MethodImpl(KernelOptions.Loop)]
    private static (uint Greatest, bool HasNegative) Survey(ref float source)
    {
        var greatest = Vector256<uint>.Zero;
        var all = Vector256<uint>.Zero;
        for (nuint i = 0; i < BlockLength; i += 8)
        {
            var bits = Vector256.LoadUnsafe(ref source, i).AsUInt32();
            greatest = Vector256.Max(greatest, bits & Vector256.Create(~SignBit));
            all |= bits;
        }

        var four = Vector128.Max(greatest.GetLower(), greatest.GetUpper());
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2u, 3, 0, 1)));
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1u, 0, 3, 2)));
        return (four.ToScalar(), all.ExtractMostSignificantBits() != 0);
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeSigned(ref float source, uint exponent, uint key, bool isStochastic, ref byte destination)
    {
        // 2¹⁵ / s.
        var scale = Vector256.Create(2 * 127 + SignedOctaves - 1 - exponent << 23).AsSingle();
        var (a0, b0) = Addends(key, 0, isStochastic);
        var (a1, b1) = Addends(key, 8, isStochastic);
        var (a2, b2) = Addends(key, 16, isStochastic);
        var (a3, b3) = Addends(key, 24, isStochastic);
        Pack(
            SignedCode(ref source, 0, scale, a0), SignedCode(ref source, 8, scale, a1),
            SignedCode(ref source, 16, scale, a2), SignedCode(ref source, 24, scale, a3)).StoreUnsafe(ref destination);
        Pack(
            SignedCode(ref source, 32, scale, b0), SignedCode(ref source, 40, scale, b1),
            SignedCode(ref source, 48, scale, b2), SignedCode(ref source, 56, scale, b3)).StoreUnsafe(ref destination, 32);
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeUnsigned(ref float source, uint exponent, uint key, bool isStochastic, ref byte destination)
    {
        // 2³¹ / s.
        var scale = Vector256.Create(2 * 127 + UnsignedOctaves - 1 - exponent << 23).AsSingle();
        var (a0, b0) = Addends(key, 0, isStochastic);
        var (a1, b1) = Addends(key, 8, isStochastic);
        var (a2, b2) = Addends(key, 16, isStochastic);
        var (a3, b3) = Addends(key, 24, isStochastic);
        Pack(
            UnsignedCode(ref source, 0, scale, a0), UnsignedCode(ref source, 8, scale, a1),
            UnsignedCode(ref source, 16, scale, a2), UnsignedCode(ref source, 24, scale, a3)).StoreUnsafe(ref destination);
        Pack(
            UnsignedCode(ref source, 32, scale, b0), UnsignedCode(ref source, 40, scale, b1),
            UnsignedCode(ref source, 48, scale, b2), UnsignedCode(ref source, 56, scale, b3)).StoreUnsafe(ref destination, 32);
    }

    // What is added to the bits that are lost, for elements from a lane on and for those 32 further on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> First, Vector256<uint> Second) Addends(uint key, int lane, bool isStochastic)
    {
        if (!isStochastic)
            return (Vector256.Create(1u << LostBits - 1), Vector256.Create(1u << LostBits - 1));
        const int unusedBits = LostBits - RoundingNoise.BitCount;
        const uint mask = 0xFFFFu << unusedBits;
        var noise = RoundingNoise.Lanes(key, lane);
        return (noise << unusedBits & Vector256.Create(mask), noise >>> 16 - unusedBits & Vector256.Create(mask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> SignedCode(ref float source, nuint index, Vector256<float> scale, Vector256<uint> addend)
    {
        var values = Vector256.LoadUnsafe(ref source, index);
        var code = Vector256.Min(Code(Vector256.Abs(values), scale, addend), Vector256.Create(0x7Fu));
        return code | values.AsUInt32() >>> 24 & Vector256.Create(0x80u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> UnsignedCode(ref float source, nuint index, Vector256<float> scale, Vector256<uint> addend)
    {
        var values = Vector256.LoadUnsafe(ref source, index);
        var code = Vector256.Min(Code(values, scale, addend), Vector256.Create(0xFFu));
        return Vector256.Max(code, Vector256.Min(values.AsUInt32(), Vector256<uint>.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code(Vector256<float> magnitude, Vector256<float> scale, Vector256<uint> addend) =>
        ((magnitude * scale + Vector256<float>.One).AsUInt32() + addend >>> LostBits) - Vector256.Create(OneCode);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pack(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d) =>
        Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d));

    /// <summary>Copies a block with zeros for what is not finite.</summary>
    /// <returns>The bits of the greatest magnitude.</returns>
    private static uint KeepFinite(ref float source, Span<float> finite)
    {
        var greatest = 0u;
        for (var i = 0; i < BlockLength; i++)
        {
            var value = Unsafe.Add(ref source, i);
            finite[i] = float.IsFinite(value) ? value : 0;
            greatest = Math.Max(greatest, BitConverter.SingleToUInt32Bits(Math.Abs(finite[i])));
        }

        return greatest;
    }

    // In a block with NaN, the greatest code is NaN; a value that would have it has the one below.
    private static void MarkNaN(ReadOnlySpan<float> values, byte flags, ref byte codes)
    {
        var nan = NaNCode(flags);
        for (var i = 0; i < values.Length; i++)
        {
            ref var code = ref Unsafe.Add(ref codes, i);
            if (!float.IsFinite(values[i]))
                code = nan;
            else if ((code & nan) == nan)
                code--;
        }
    }

    private static void RestoreNaN(ref byte codes, byte flags, ref float values)
    {
        var nan = NaNCode(flags);
        for (var i = 0; i < BlockLength; i++)
        {
            if ((Unsafe.Add(ref codes, i) & nan) == nan)
                Unsafe.Add(ref values, i) = float.NaN;
        }
    }

    private static byte NaNCode(byte flags) => (flags & IsSigned) != 0 ? (byte)0x7F : (byte)0xFF;
}
