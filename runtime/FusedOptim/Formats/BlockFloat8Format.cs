using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.Formats;

/// <summary>
/// Eight bits an element and two bytes for each block of 64: a quarter of single precision, and 1/128 of it. Meant for the
/// states of optimizers.
/// </summary>
/// <remarks>
/// <para>
/// A block has a power of two s for a scale, above the largest magnitude divided by 1.75. A magnitude x is stored as the
/// number 1 + x·2ʷ/s, of which the bits of the exponent and the upper three of the mantissa are kept: logarithmic where x is
/// large, linear down to zero where it is small. Blocks without negative values have w = 31 and 32 octaves, from s down to
/// 2⁻³⁴·s; others have a sign, w = 15 and 16 octaves, down to 2⁻¹⁸·s. So a second moment, whose square root matters, has
/// twice the range of a first moment without anybody saying which it is. What is above 10⁻⁴⁰ in a block without
/// negative values never becomes zero, because it may be a denominator.
/// </para>
/// <para>
/// NaN and infinity become NaN; the other elements of their block keep their values. What rounds to more than the largest float,
/// from 3.19·10³⁸ on, becomes infinite. Scales are limited to 2⁻⁹⁵ from below.
/// </para>
/// <para>
/// Stochastic rounding is right in the mean to 2⁻¹⁶ of the distance of two neighbours, except for what becomes the least number
/// instead of zero.
/// </para>
/// </remarks>
/// <param name="rounding">How values are rounded. With <see cref="StorageRounding.NearestEven"/> (of two equally near ones the
/// larger magnitude, in this format) moving averages stop moving once their changes are small.</param>
public sealed class BlockFloat8Format(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "block float 8, stochastic" : "block float 8", sizeof(byte), 2)
{
    /// <summary>The bits of a float below the three of the mantissa that are kept.</summary>
    internal const int LostBits = 20;

    /// <summary>The exponent, with single precision's bias, of the largest number 1 + x·2ʷ/s in blocks with a sign.</summary>
    internal const uint SignedOctaves = 16;

    /// <summary>The same in blocks without.</summary>
    internal const uint UnsignedOctaves = 32;

    /// <summary>The bits of 1 in single precision.</summary>
    internal const uint One = 0x3F800000;

    // The exponent of the least scale: its reciprocal times 2³¹ is still a number.
    private const uint LeastExponent = 32;

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
            // What multiplies the number that is stored, less 1.
            var exponent = Math.Max(scales[2 * block], LeastExponent);
            var flags = scales[2 * block + 1];
            var isSigned = (flags & IsSigned) != 0;
            var unit = BitConverter.UInt32BitsToSingle(exponent - (isSigned ? SignedOctaves : UnsignedOctaves) + 1 << 23);
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength);
            ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            if (Avx512BW.IsSupported)
                BlockFloat8Codec512.Decode(ref source, unit, isSigned, ref destination);
            else
                BlockFloat8Codec256.Decode(ref source, unit, isSigned, ref destination);
            if ((flags & HasNaN) != 0)
                RestoreNaN(ref source, isSigned, ref destination);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        for (var block = 0; block < scales.Length / 2; block++)
        {
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), block * BlockLength);
            ref var destination = ref Unsafe.Add(ref MemoryMarshal.GetReference(codes), block * BlockLength);
            var scale = scales.Slice(2 * block, 2);
            var key = _isStochastic ? noise.BlockKey(block) : 0;
            var greatest = BlockSurvey.Of(ref source, out var isSigned);
            if (greatest < BlockSurvey.Infinity)
                EncodeFinite(ref source, greatest, isSigned, key, ref destination, scale);
            else
                EncodeWithNaN(ref source, key, ref destination, scale);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EncodeFinite(
        ref float source, uint greatest, bool isSigned, uint key, ref byte destination, Span<byte> scale)
    {
        // The carry goes to the next power of two where the magnitude is 1.75 times this one or more.
        var exponent = Math.Max(greatest + (1 << LostBits + 1) >> 23, LeastExponent);
        scale[1] = isSigned ? IsSigned : (byte)0;
        scale[0] = (byte)exponent;
        // 2ʷ / s.
        var factor = BitConverter.UInt32BitsToSingle(2 * 127 - 1 + (isSigned ? SignedOctaves : UnsignedOctaves) - exponent << 23);
        if (Avx512BW.IsSupported)
            BlockFloat8Codec512.Encode(ref source, factor, isSigned, key, _isStochastic, ref destination);
        else
            BlockFloat8Codec256.Encode(ref source, factor, isSigned, key, _isStochastic, ref destination);
    }

    // Encoded as zeros at first, so that they do not decide about the scale.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EncodeWithNaN(ref float source, uint key, ref byte destination, Span<byte> scale)
    {
        Span<float> finite = stackalloc float[BlockLength];
        for (var i = 0; i < BlockLength; i++)
        {
            var value = Unsafe.Add(ref source, i);
            finite[i] = float.IsFinite(value) ? value : 0;
        }

        var greatest = BlockSurvey.Of(ref finite[0], out var isSigned);
        EncodeFinite(ref finite[0], greatest, isSigned, key, ref destination, scale);
        scale[1] |= HasNaN;
        // The greatest code is NaN; a value that would have it has the one below.
        var nan = NaNCode(isSigned);
        for (var i = 0; i < BlockLength; i++)
        {
            ref var code = ref Unsafe.Add(ref destination, i);
            if (!float.IsFinite(Unsafe.Add(ref source, i)))
                code = nan;
            else if ((code & nan) == nan)
                code--;
        }
    }

    private static void RestoreNaN(ref byte codes, bool isSigned, ref float values)
    {
        var nan = NaNCode(isSigned);
        for (var i = 0; i < BlockLength; i++)
        {
            if ((Unsafe.Add(ref codes, i) & nan) == nan)
                Unsafe.Add(ref values, i) = float.NaN;
        }
    }

    private static byte NaNCode(bool isSigned) => isSigned ? (byte)0x7F : (byte)0xFF;
}
